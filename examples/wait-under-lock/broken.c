// SPDX-License-Identifier: GPL-2.0-only
/*
 * Broken: write() waits for a timer with the lock held that the timer's function takes.
 *
 * timer_delete_sync() returns when the function does not run any more. If it has begun
 * on another CPU it waits for the lock, and the lock's holder waits for it.
 */
#include <linux/timer.h>

#include "../edu.h"

struct bell {
	struct edu edu;
	spinlock_t lock; /* protects bits and rings */
	u32 bits;
	unsigned int rings;
	struct timer_list timer;
};

static irqreturn_t bell_irq(int irq, void *data)
{
	struct bell *b = data;

	if (!edu_ack(&b->edu))
		return IRQ_NONE;
	spin_lock(&b->lock);
	b->rings++;
	spin_unlock(&b->lock);
	return IRQ_HANDLED;
}

/* A tenth of a second after a write: ring. */
static void bell_expired(struct timer_list *timer)
{
	struct bell *b = container_of(timer, struct bell, timer);
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	edu_raise(&b->edu, b->bits);
	spin_unlock_irqrestore(&b->lock, flags);
}

/* Write a number: the device will raise an interrupt with these bits; 0 calls it off. */
static ssize_t bell_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct bell *b = container_of(file->private_data, struct bell, edu.misc);
	u32 bits;
	int err = kstrtou32_from_user(buf, len, 0, &bits);

	if (err)
		return err;
	spin_lock_irq(&b->lock);
	b->bits = bits;
	if (bits)
		mod_timer(&b->timer, jiffies + HZ / 10);
	else
		timer_delete_sync(&b->timer);
	spin_unlock_irq(&b->lock);
	return len;
}

/* Read how often it rang so far. */
static ssize_t bell_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct bell *b = container_of(file->private_data, struct bell, edu.misc);
	unsigned int rings;
	char text[12];

	spin_lock_irq(&b->lock);
	rings = b->rings;
	spin_unlock_irq(&b->lock);
	return simple_read_from_buffer(buf, len, pos, text,
				       scnprintf(text, sizeof(text), "%u\n", rings));
}

static const struct file_operations bell_fops = {
	.owner = THIS_MODULE,
	.read = bell_read,
	.write = bell_write,
};

static int bell_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct bell *b = devm_kzalloc(&pdev->dev, sizeof(*b), GFP_KERNEL);
	int err;

	if (!b)
		return -ENOMEM;
	spin_lock_init(&b->lock);
	timer_setup(&b->timer, bell_expired, 0);
	pci_set_drvdata(pdev, b);
	err = edu_enable(pdev, &b->edu);
	if (err)
		return err;
	err = devm_request_irq(&pdev->dev, b->edu.irq, bell_irq, 0, "edu", b);
	if (err)
		return err;
	return edu_register(pdev, &b->edu, &bell_fops);
}

static void bell_remove(struct pci_dev *pdev)
{
	struct bell *b = pci_get_drvdata(pdev);

	misc_deregister(&b->edu.misc);
	timer_delete_sync(&b->timer);
}

static const struct pci_device_id bell_ids[] = { { EDU_ID }, {} };
MODULE_DEVICE_TABLE(pci, bell_ids);

static struct pci_driver bell_driver = {
	.name = KBUILD_MODNAME,
	.id_table = bell_ids,
	.probe = bell_probe,
	.remove = bell_remove,
};
module_pci_driver(bell_driver);

MODULE_DESCRIPTION("unspin example: wait-under-lock, broken");
MODULE_LICENSE("GPL");
