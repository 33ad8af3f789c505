// SPDX-License-Identifier: GPL-2.0-only
/*
 * Broken: two nested irqsave sections that save into the same variable.
 *
 * The inner spin_lock_irqsave() overwrites what the outer one saved, "interrupts on",
 * with "interrupts off". The outer unlock restores that: write() returns to user
 * space with interrupts off.
 */
#include "../edu.h"

struct relay {
	struct edu edu;
	spinlock_t lock; /* protects the counts */
	unsigned int interrupts;
	unsigned int writes;
	spinlock_t log_lock; /* protects last; taken inside lock */
	u32 last;
};

static irqreturn_t relay_irq(int irq, void *data)
{
	struct relay *r = data;

	if (!edu_ack(&r->edu))
		return IRQ_NONE;
	spin_lock(&r->lock);
	r->interrupts++;
	spin_unlock(&r->lock);
	return IRQ_HANDLED;
}

/* Write a number: the device raises an interrupt with these bits. */
static ssize_t relay_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct relay *r = container_of(file->private_data, struct relay, edu.misc);
	unsigned long flags;
	u32 bits;
	int err = kstrtou32_from_user(buf, len, 0, &bits);

	if (err)
		return err;
	spin_lock_irqsave(&r->lock, flags);
	r->writes++;
	spin_lock_irqsave(&r->log_lock, flags);
	r->last = bits;
	spin_unlock_irqrestore(&r->log_lock, flags);
	edu_raise(&r->edu, bits);
	spin_unlock_irqrestore(&r->lock, flags);
	return len;
}

/* Read what was written last. */
static ssize_t relay_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct relay *r = container_of(file->private_data, struct relay, edu.misc);
	char text[12];
	u32 last;

	spin_lock_irq(&r->log_lock);
	last = r->last;
	spin_unlock_irq(&r->log_lock);
	return simple_read_from_buffer(buf, len, pos, text,
				       scnprintf(text, sizeof(text), "%u\n", last));
}

static const struct file_operations relay_fops = {
	.owner = THIS_MODULE,
	.read = relay_read,
	.write = relay_write,
};

static int relay_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct relay *r = devm_kzalloc(&pdev->dev, sizeof(*r), GFP_KERNEL);
	int err;

	if (!r)
		return -ENOMEM;
	spin_lock_init(&r->lock);
	spin_lock_init(&r->log_lock);
	pci_set_drvdata(pdev, r);
	err = edu_enable(pdev, &r->edu);
	if (err)
		return err;
	err = devm_request_irq(&pdev->dev, r->edu.irq, relay_irq, 0, "edu", r);
	if (err)
		return err;
	return edu_register(pdev, &r->edu, &relay_fops);
}

static void relay_remove(struct pci_dev *pdev)
{
	struct relay *r = pci_get_drvdata(pdev);

	misc_deregister(&r->edu.misc);
}

static const struct pci_device_id relay_ids[] = { { EDU_ID }, {} };
MODULE_DEVICE_TABLE(pci, relay_ids);

static struct pci_driver relay_driver = {
	.name = KBUILD_MODNAME,
	.id_table = relay_ids,
	.probe = relay_probe,
	.remove = relay_remove,
};
module_pci_driver(relay_driver);

MODULE_DESCRIPTION("unspin example: flags-reuse, broken");
MODULE_LICENSE("GPL");
