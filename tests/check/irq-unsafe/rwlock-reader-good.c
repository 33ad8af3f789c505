// SPDX-License-Identifier: GPL-2.0-only
/*
 * The writer keeps irqs off. The plain read_lock() in key_read() may stay: a reader in hardirq
 * does not wait for the reader that it interrupted.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

struct keymap {
	struct miscdevice misc;
	void __iomem *regs;
	rwlock_t lock;
	u8 codes[64];
	u8 last;
};

static irqreturn_t key_irq(int irq, void *data)
{
	struct keymap *keymap = data;

	read_lock(&keymap->lock);
	keymap->last = keymap->codes[readl(keymap->regs) & 63];
	read_unlock(&keymap->lock);
	return IRQ_HANDLED;
}

static ssize_t key_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct keymap *keymap = container_of(file->private_data, struct keymap, misc);
	u8 codes[64];

	read_lock(&keymap->lock);
	memcpy(codes, keymap->codes, sizeof(codes));
	read_unlock(&keymap->lock);
	return simple_read_from_buffer(buf, len, pos, codes, sizeof(codes));
}

static ssize_t key_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct keymap *keymap = container_of(file->private_data, struct keymap, misc);
	u8 codes[64];

	if (len != sizeof(codes) || copy_from_user(codes, buf, sizeof(codes)))
		return -EINVAL;
	write_lock_irq(&keymap->lock);
	memcpy(keymap->codes, codes, sizeof(codes));
	write_unlock_irq(&keymap->lock);
	return len;
}

static const struct file_operations keymap_fops = {
	.owner = THIS_MODULE,
	.read = key_read,
	.write = key_write,
};

int keymap_register(struct keymap *keymap, struct device *dev, int irq)
{
	int ret;

	rwlock_init(&keymap->lock);
	ret = devm_request_irq(dev, irq, key_irq, 0, "keymap", keymap);
	if (ret)
		return ret;
	keymap->misc.minor = MISC_DYNAMIC_MINOR;
	keymap->misc.name = "keymap";
	keymap->misc.fops = &keymap_fops;
	return misc_register(&keymap->misc);
}

/*
 * unspin-test
 * expect-nothing
 */
