// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fixed: write() copies from user space, which may sleep, before it takes the lock.
 */
#include "../edu.h"

struct mailbox {
	struct edu edu;
	spinlock_t lock; /* protects the message and the count */
	u32 message;
	unsigned int delivered;
};

static irqreturn_t mailbox_irq(int irq, void *data)
{
	struct mailbox *m = data;

	if (!edu_ack(&m->edu))
		return IRQ_NONE;
	spin_lock(&m->lock);
	m->delivered++;
	spin_unlock(&m->lock);
	return IRQ_HANDLED;
}

/* Write a word: the device raises an interrupt with these bits. */
static ssize_t mailbox_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct mailbox *m = container_of(file->private_data, struct mailbox, edu.misc);
	u32 message;

	if (len != sizeof(message))
		return -EINVAL;
	if (copy_from_user(&message, buf, len))
		return -EFAULT;
	spin_lock_irq(&m->lock);
	m->message = message;
	edu_raise(&m->edu, message);
	spin_unlock_irq(&m->lock);
	return len;
}

/* Read how many messages were delivered so far. */
static ssize_t mailbox_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct mailbox *m = container_of(file->private_data, struct mailbox, edu.misc);
	unsigned int delivered;
	char text[12];

	spin_lock_irq(&m->lock);
	delivered = m->delivered;
	spin_unlock_irq(&m->lock);
	return simple_read_from_buffer(buf, len, pos, text,
				       scnprintf(text, sizeof(text), "%u\n", delivered));
}

static const struct file_operations mailbox_fops = {
	.owner = THIS_MODULE,
	.read = mailbox_read,
	.write = mailbox_write,
};

static int mailbox_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct mailbox *m = devm_kzalloc(&pdev->dev, sizeof(*m), GFP_KERNEL);
	int err;

	if (!m)
		return -ENOMEM;
	spin_lock_init(&m->lock);
	pci_set_drvdata(pdev, m);
	err = edu_enable(pdev, &m->edu);
	if (err)
		return err;
	err = devm_request_irq(&pdev->dev, m->edu.irq, mailbox_irq, 0, "edu", m);
	if (err)
		return err;
	return edu_register(pdev, &m->edu, &mailbox_fops);
}

static void mailbox_remove(struct pci_dev *pdev)
{
	struct mailbox *m = pci_get_drvdata(pdev);

	misc_deregister(&m->edu.misc);
}

static const struct pci_device_id mailbox_ids[] = { { EDU_ID }, {} };
MODULE_DEVICE_TABLE(pci, mailbox_ids);

static struct pci_driver mailbox_driver = {
	.name = KBUILD_MODNAME,
	.id_table = mailbox_ids,
	.probe = mailbox_probe,
	.remove = mailbox_remove,
};
module_pci_driver(mailbox_driver);

MODULE_DESCRIPTION("unspin example: sleep-in-atomic, fixed");
MODULE_LICENSE("GPL");
