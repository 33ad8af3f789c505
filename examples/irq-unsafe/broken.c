// SPDX-License-Identifier: GPL-2.0-only
/*
 * Broken: one lock, taken in the interrupt handler, and in write() with interrupts on.
 *
 * write() makes the device raise its interrupt with the lock held. When the handler
 * runs on the same CPU it spins for a lock that can't be released until it returns.
 */
#include "../edu.h"

struct counter {
	struct edu edu;
	spinlock_t lock; /* protects the counts */
	unsigned int interrupts;
	unsigned int writes;
};

static irqreturn_t counter_irq(int irq, void *data)
{
	struct counter *c = data;

	if (!edu_ack(&c->edu))
		return IRQ_NONE;
	spin_lock(&c->lock);
	c->interrupts++;
	spin_unlock(&c->lock);
	return IRQ_HANDLED;
}

/* Write a number: the device raises an interrupt with these bits. */
static ssize_t counter_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct counter *c = container_of(file->private_data, struct counter, edu.misc);
	u32 bits;
	int err = kstrtou32_from_user(buf, len, 0, &bits);

	if (err)
		return err;
	spin_lock(&c->lock);
	c->writes++;
	edu_raise(&c->edu, bits);
	spin_unlock(&c->lock);
	return len;
}

/* Read how many interrupts there were so far. */
static ssize_t counter_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct counter *c = container_of(file->private_data, struct counter, edu.misc);
	unsigned int interrupts;
	char text[12];

	spin_lock_irq(&c->lock);
	interrupts = c->interrupts;
	spin_unlock_irq(&c->lock);
	return simple_read_from_buffer(buf, len, pos, text,
				       scnprintf(text, sizeof(text), "%u\n", interrupts));
}

static const struct file_operations counter_fops = {
	.owner = THIS_MODULE,
	.read = counter_read,
	.write = counter_write,
};

static int counter_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct counter *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);
	int err;

	if (!c)
		return -ENOMEM;
	spin_lock_init(&c->lock);
	pci_set_drvdata(pdev, c);
	err = edu_enable(pdev, &c->edu);
	if (err)
		return err;
	err = devm_request_irq(&pdev->dev, c->edu.irq, counter_irq, 0, "edu", c);
	if (err)
		return err;
	return edu_register(pdev, &c->edu, &counter_fops);
}

static void counter_remove(struct pci_dev *pdev)
{
	struct counter *c = pci_get_drvdata(pdev);

	misc_deregister(&c->edu.misc);
}

static const struct pci_device_id counter_ids[] = { { EDU_ID }, {} };
MODULE_DEVICE_TABLE(pci, counter_ids);

static struct pci_driver counter_driver = {
	.name = KBUILD_MODNAME,
	.id_table = counter_ids,
	.probe = counter_probe,
	.remove = counter_remove,
};
module_pci_driver(counter_driver);

MODULE_DESCRIPTION("unspin example: irq-unsafe, broken");
MODULE_LICENSE("GPL");
