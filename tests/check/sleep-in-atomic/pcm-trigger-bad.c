// SPDX-License-Identifier: GPL-2.0-only
/*
 * snd_pcm_ops.trigger is atomic: the PCM core holds the stream's lock with irqs off.
 * The codec's power-up time is slept in it.
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <sound/pcm.h>

#define TDM_POWER	0x00
#define TDM_RUN		0x04

struct tdm {
	void __iomem *regs;
};

static void tdm_power(struct tdm *tdm)
{
	writel(1, tdm->regs + TDM_POWER);
	msleep(20);
}

static int tdm_prepare(struct snd_pcm_substream *substream)
{
	struct tdm *tdm = snd_pcm_substream_chip(substream);

	writel(0, tdm->regs + TDM_RUN);
	return 0;
}

static int tdm_trigger(struct snd_pcm_substream *substream, int cmd)
{
	struct tdm *tdm = snd_pcm_substream_chip(substream);

	switch (cmd) {
	case SNDRV_PCM_TRIGGER_START:
		tdm_power(tdm);
		writel(1, tdm->regs + TDM_RUN);
		return 0;
	case SNDRV_PCM_TRIGGER_STOP:
		writel(0, tdm->regs + TDM_RUN);
		return 0;
	default:
		return -EINVAL;
	}
}

static const struct snd_pcm_ops tdm_ops = {
	.prepare = tdm_prepare,
	.trigger = tdm_trigger,
};

/*
 * unspin-test
 * expect: sleep-in-atomic | struct snd_pcm_substream.self_group.lock | tdm_trigger tdm_power msleep
 */
