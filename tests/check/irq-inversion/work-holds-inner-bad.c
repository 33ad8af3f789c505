// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tasklet takes q_lock. Under q_lock, with bottom halves off, post_store() takes log_lock,
 * which the work item holds with bottom halves on.
 */
#include <linux/cleanup.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/workqueue.h>

struct mbox {
	struct tasklet_struct tasklet;
	struct work_struct work;
	spinlock_t q_lock;
	spinlock_t log_lock;
	u32 queued, logged;
};

static void mbox_tasklet(struct tasklet_struct *t)
{
	struct mbox *mbox = from_tasklet(mbox, t, tasklet);

	guard(spinlock)(&mbox->q_lock);
	if (mbox->queued)
		mbox->queued--;
}

static void mbox_work(struct work_struct *work)
{
	struct mbox *mbox = container_of(work, struct mbox, work);

	guard(spinlock)(&mbox->log_lock);
	mbox->logged = 0;
}

static ssize_t post_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct mbox *mbox = dev_get_drvdata(dev);

	scoped_guard(spinlock_bh, &mbox->q_lock) {
		mbox->queued++;
		spin_lock(&mbox->log_lock);
		mbox->logged++;
		spin_unlock(&mbox->log_lock);
	}
	tasklet_schedule(&mbox->tasklet);
	schedule_work(&mbox->work);
	return len;
}
static DEVICE_ATTR_WO(post);

static struct attribute *mbox_attrs[] = {
	&dev_attr_post.attr,
	NULL
};
ATTRIBUTE_GROUPS(mbox);

static void mbox_remove(struct platform_device *pdev)
{
	struct mbox *mbox = platform_get_drvdata(pdev);

	tasklet_kill(&mbox->tasklet);
	cancel_work_sync(&mbox->work);
}

static int mbox_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct mbox *mbox;

	mbox = devm_kzalloc(dev, sizeof(*mbox), GFP_KERNEL);
	if (!mbox)
		return -ENOMEM;
	platform_set_drvdata(pdev, mbox);
	spin_lock_init(&mbox->q_lock);
	spin_lock_init(&mbox->log_lock);
	tasklet_setup(&mbox->tasklet, mbox_tasklet);
	INIT_WORK(&mbox->work, mbox_work);
	return 0;
}

static struct platform_driver mbox_driver = {
	.driver = {
		.name = "mbox",
		.dev_groups = mbox_groups,
	},
	.probe = mbox_probe,
	.remove = mbox_remove,
};
module_platform_driver(mbox_driver);

/*
 * unspin-test
 * expect: irq-inversion | struct mbox.q_lock, struct mbox.log_lock | mbox_tasklet post_store mbox_work
 */
