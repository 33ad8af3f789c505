// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mixer's controls are made by a macro, which names their callbacks: mix_put() runs in
 * process context, and switches irqs off while it holds the lock that the handler wants.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <sound/control.h>
#include <sound/core.h>

#define MIX_INDEX 0x10
#define MIX_DATA 0x14

struct mix {
	void __iomem *regs;
	spinlock_t reg_lock;
};

static irqreturn_t mix_irq(int irq, void *data)
{
	struct mix *mix = data;

	spin_lock(&mix->reg_lock);
	writel(0, mix->regs + MIX_INDEX);
	spin_unlock(&mix->reg_lock);
	return IRQ_HANDLED;
}

static int mix_put(struct snd_kcontrol *kcontrol, struct snd_ctl_elem_value *value)
{
	struct mix *mix = snd_kcontrol_chip(kcontrol);

	spin_lock_irq(&mix->reg_lock);
	writel(kcontrol->private_value, mix->regs + MIX_INDEX);
	writel(value->value.integer.value[0], mix->regs + MIX_DATA);
	spin_unlock_irq(&mix->reg_lock);
	return 1;
}

#define MIX_FULL(xname, xput, xreg)                                              \
	{                                                                        \
		.iface = SNDRV_CTL_ELEM_IFACE_MIXER, .name = xname, .put = xput, \
		.private_value = xreg                                            \
	}
#define MIX_SWITCH(xname, xreg) MIX_FULL(xname, mix_put, xreg)

static const struct snd_kcontrol_new mix_controls[] = {
	MIX_SWITCH("Line Switch", 1),
	MIX_SWITCH("Mic Switch", 2),
};

int mix_setup(struct snd_card *card, struct mix *mix, int irq)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(mix_controls); i++)
		snd_ctl_add(card, snd_ctl_new1(&mix_controls[i], mix));
	return devm_request_irq(card->dev, irq, mix_irq, 0, "mix", mix);
}

/*
 * unspin-test
 * expect-nothing
 */
