// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fixed: read() takes the two locks in the order in which write() takes them.
 */
#include "../edu.h"

struct queue {
	struct edu edu;
	spinlock_t lock; /* protects the requests */
	unsigned int submitted;
	unsigned int done;
	spinlock_t stats_lock; /* protects the statistics */
	unsigned int writes;
};

static irqreturn_t queue_irq(int irq, void *data)
{
	struct queue *q = data;

	if (!edu_ack(&q->edu))
		return IRQ_NONE;
	spin_lock(&q->lock);
	q->done++;
	spin_unlock(&q->lock);
	return IRQ_HANDLED;
}

/* Write a number: the device raises an interrupt with these bits. */
static ssize_t queue_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct queue *q = container_of(file->private_data, struct queue, edu.misc);
	u32 bits;
	int err = kstrtou32_from_user(buf, len, 0, &bits);

	if (err)
		return err;
	spin_lock_irq(&q->lock);
	q->submitted++;
	spin_lock(&q->stats_lock);
	q->writes++;
	spin_unlock(&q->stats_lock);
	edu_raise(&q->edu, bits);
	spin_unlock_irq(&q->lock);
	return len;
}

/* Read how many requests are under way, and forget the statistics. */
static ssize_t queue_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct queue *q = container_of(file->private_data, struct queue, edu.misc);
	unsigned int pending;
	char text[12];

	spin_lock_irq(&q->lock);
	spin_lock(&q->stats_lock);
	pending = q->submitted - q->done;
	q->writes = 0;
	spin_unlock(&q->stats_lock);
	spin_unlock_irq(&q->lock);
	return simple_read_from_buffer(buf, len, pos, text,
				       scnprintf(text, sizeof(text), "%u\n", pending));
}

static const struct file_operations queue_fops = {
	.owner = THIS_MODULE,
	.read = queue_read,
	.write = queue_write,
};

static int queue_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct queue *q = devm_kzalloc(&pdev->dev, sizeof(*q), GFP_KERNEL);
	int err;

	if (!q)
		return -ENOMEM;
	spin_lock_init(&q->lock);
	spin_lock_init(&q->stats_lock);
	pci_set_drvdata(pdev, q);
	err = edu_enable(pdev, &q->edu);
	if (err)
		return err;
	err = devm_request_irq(&pdev->dev, q->edu.irq, queue_irq, 0, "edu", q);
	if (err)
		return err;
	return edu_register(pdev, &q->edu, &queue_fops);
}

static void queue_remove(struct pci_dev *pdev)
{
	struct queue *q = pci_get_drvdata(pdev);

	misc_deregister(&q->edu.misc);
}

static const struct pci_device_id queue_ids[] = { { EDU_ID }, {} };
MODULE_DEVICE_TABLE(pci, queue_ids);

static struct pci_driver queue_driver = {
	.name = KBUILD_MODNAME,
	.id_table = queue_ids,
	.probe = queue_probe,
	.remove = queue_remove,
};
module_pci_driver(queue_driver);

MODULE_DESCRIPTION("unspin example: lock-order, fixed");
MODULE_LICENSE("GPL");
