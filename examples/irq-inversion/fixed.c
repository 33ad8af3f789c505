// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fixed: read() takes mask_lock with interrupts off, because write() takes it under
 * a lock that the interrupt handler takes. Whoever holds it can no longer be
 * interrupted by the handler.
 */
#include "../edu.h"

struct gauge {
	struct edu edu;
	spinlock_t lock; /* protects the counts */
	unsigned int interrupts;
	unsigned int writes;
	spinlock_t mask_lock; /* protects the mask; taken inside lock */
	u32 mask;
};

static irqreturn_t gauge_irq(int irq, void *data)
{
	struct gauge *g = data;

	if (!edu_ack(&g->edu))
		return IRQ_NONE;
	spin_lock(&g->lock);
	g->interrupts++;
	spin_unlock(&g->lock);
	return IRQ_HANDLED;
}

/* Write a number: the device raises an interrupt with these bits, as the mask allows. */
static ssize_t gauge_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct gauge *g = container_of(file->private_data, struct gauge, edu.misc);
	u32 bits;
	int err = kstrtou32_from_user(buf, len, 0, &bits);

	if (err)
		return err;
	spin_lock_irq(&g->lock);
	g->writes++;
	spin_lock(&g->mask_lock);
	edu_raise(&g->edu, bits & g->mask);
	spin_unlock(&g->mask_lock);
	spin_unlock_irq(&g->lock);
	return len;
}

/* Read the mask. */
static ssize_t gauge_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct gauge *g = container_of(file->private_data, struct gauge, edu.misc);
	char text[12];
	u32 mask;

	spin_lock_irq(&g->mask_lock);
	mask = g->mask;
	spin_unlock_irq(&g->mask_lock);
	return simple_read_from_buffer(buf, len, pos, text,
				       scnprintf(text, sizeof(text), "%u\n", mask));
}

static const struct file_operations gauge_fops = {
	.owner = THIS_MODULE,
	.read = gauge_read,
	.write = gauge_write,
};

static int gauge_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct gauge *g = devm_kzalloc(&pdev->dev, sizeof(*g), GFP_KERNEL);
	int err;

	if (!g)
		return -ENOMEM;
	spin_lock_init(&g->lock);
	spin_lock_init(&g->mask_lock);
	g->mask = ~0u;
	pci_set_drvdata(pdev, g);
	err = edu_enable(pdev, &g->edu);
	if (err)
		return err;
	err = devm_request_irq(&pdev->dev, g->edu.irq, gauge_irq, 0, "edu", g);
	if (err)
		return err;
	return edu_register(pdev, &g->edu, &gauge_fops);
}

static void gauge_remove(struct pci_dev *pdev)
{
	struct gauge *g = pci_get_drvdata(pdev);

	misc_deregister(&g->edu.misc);
}

static const struct pci_device_id gauge_ids[] = { { EDU_ID }, {} };
MODULE_DEVICE_TABLE(pci, gauge_ids);

static struct pci_driver gauge_driver = {
	.name = KBUILD_MODNAME,
	.id_table = gauge_ids,
	.probe = gauge_probe,
	.remove = gauge_remove,
};
module_pci_driver(gauge_driver);

MODULE_DESCRIPTION("unspin example: irq-inversion, fixed");
MODULE_LICENSE("GPL");
