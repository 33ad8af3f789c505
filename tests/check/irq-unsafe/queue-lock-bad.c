// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock inside a socket buffer queue is taken with irqs on in hci_read(), and in hardirq by
 * hci_irq(), which appends to the same queue.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/skbuff.h>

struct hci {
	struct miscdevice misc;
	void __iomem *regs;
	struct sk_buff_head rxq;
};

static irqreturn_t hci_irq(int irq, void *data)
{
	struct hci *hci = data;
	struct sk_buff *skb = alloc_skb(64, GFP_ATOMIC);

	if (!skb)
		return IRQ_HANDLED;
	ioread32_rep(hci->regs, skb_put(skb, 64), 16);
	spin_lock(&hci->rxq.lock);
	__skb_queue_tail(&hci->rxq, skb);
	spin_unlock(&hci->rxq.lock);
	return IRQ_HANDLED;
}

static ssize_t hci_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct hci *hci = container_of(file->private_data, struct hci, misc);
	struct sk_buff *skb;

	spin_lock(&hci->rxq.lock);
	skb = __skb_dequeue(&hci->rxq);
	spin_unlock(&hci->rxq.lock);
	if (!skb)
		return 0;
	len = simple_read_from_buffer(buf, len, pos, skb->data, skb->len);
	kfree_skb(skb);
	return len;
}

static const struct file_operations hci_fops = {
	.owner = THIS_MODULE,
	.read = hci_read,
};

int hci_register(struct hci *hci, struct device *dev, int irq)
{
	int ret;

	skb_queue_head_init(&hci->rxq);
	ret = devm_request_irq(dev, irq, hci_irq, 0, "hci", hci);
	if (ret)
		return ret;
	hci->misc.minor = MISC_DYNAMIC_MINOR;
	hci->misc.name = "hci";
	hci->misc.fops = &hci_fops;
	return misc_register(&hci->misc);
}

/*
 * unspin-test
 * expect: irq-unsafe | struct hci.rxq.lock | hci_irq hci_read
 */
