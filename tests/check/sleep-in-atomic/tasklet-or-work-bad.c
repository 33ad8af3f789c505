// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tasklet runs in softirq; its function reads the EDID with pauses.
 */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/workqueue.h>

struct hdmi {
	void __iomem *regs;
	struct tasklet_struct hotplug;
	u8 edid[128];
};

static void hdmi_read_edid(struct hdmi *hdmi)
{
	int i;

	for (i = 0; i < 128; i++) {
		hdmi->edid[i] = readb(hdmi->regs + i);
		if (i % 16 == 15)
			msleep(5);
	}
}

static void hdmi_hotplug(struct tasklet_struct *t)
{
	struct hdmi *hdmi = from_tasklet(hdmi, t, hotplug);

	hdmi_read_edid(hdmi);
}

void hdmi_setup(struct hdmi *hdmi)
{
	tasklet_setup(&hdmi->hotplug, hdmi_hotplug);
}
EXPORT_SYMBOL_GPL(hdmi_setup);

void hdmi_event(struct hdmi *hdmi)
{
	tasklet_schedule(&hdmi->hotplug);
}
EXPORT_SYMBOL_GPL(hdmi_event);

/*
 * unspin-test
 * expect: sleep-in-atomic |  | hdmi_hotplug hdmi_read_edid msleep
 */
