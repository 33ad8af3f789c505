// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcd_release() waits for the work item under hw_lock, which the item takes.
 */
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct lcd {
	void __iomem *regs;
	struct work_struct flush_work;
	struct mutex state_lock;
	struct mutex hw_lock;
	u32 frame;
};

static void lcd_flush(struct work_struct *work)
{
	struct lcd *lcd = container_of(work, struct lcd, flush_work);

	mutex_lock(&lcd->hw_lock);
	writel(lcd->frame, lcd->regs);
	mutex_unlock(&lcd->hw_lock);
}

static int lcd_open(struct inode *inode, struct file *file)
{
	struct lcd *lcd = file->private_data;

	mutex_init(&lcd->state_lock);
	mutex_init(&lcd->hw_lock);
	INIT_WORK(&lcd->flush_work, lcd_flush);
	schedule_work(&lcd->flush_work);
	return 0;
}

static int lcd_release(struct inode *inode, struct file *file)
{
	struct lcd *lcd = file->private_data;

	mutex_lock(&lcd->hw_lock);
	flush_work(&lcd->flush_work);
	lcd->frame = 0;
	mutex_unlock(&lcd->hw_lock);
	return 0;
}

const struct file_operations lcd_fops = {
	.owner = THIS_MODULE,
	.open = lcd_open,
	.release = lcd_release,
};

/*
 * unspin-test
 * expect: wait-under-lock | struct lcd.hw_lock, work:struct lcd.flush_work | lcd_flush lcd_release
 */
