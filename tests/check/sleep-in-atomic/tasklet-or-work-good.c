// SPDX-License-Identifier: GPL-2.0-only
/*
 * The same function as work runs in process context and may sleep.
 */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/workqueue.h>

struct hdmi {
	void __iomem *regs;
	struct work_struct hotplug;
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

static void hdmi_hotplug(struct work_struct *work)
{
	struct hdmi *hdmi = container_of(work, struct hdmi, hotplug);

	hdmi_read_edid(hdmi);
}

void hdmi_setup(struct hdmi *hdmi)
{
	INIT_WORK(&hdmi->hotplug, hdmi_hotplug);
}
EXPORT_SYMBOL_GPL(hdmi_setup);

void hdmi_event(struct hdmi *hdmi)
{
	schedule_work(&hdmi->hotplug);
}
EXPORT_SYMBOL_GPL(hdmi_event);

/*
 * unspin-test
 * expect-nothing
 */
