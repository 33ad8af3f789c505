// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list is changed with irqs off.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

struct board {
	struct miscdevice misc;
	void __iomem *regs;
	struct list_head node;
	u32 events;
};

static LIST_HEAD(boards);
static DEFINE_SPINLOCK(board_lock);

static irqreturn_t board_irq(int irq, void *data)
{
	struct board *board;

	spin_lock(&board_lock);
	list_for_each_entry(board, &boards, node)
		board->events |= readl(board->regs);
	spin_unlock(&board_lock);
	return IRQ_HANDLED;
}

static int board_open(struct inode *inode, struct file *file)
{
	struct board *board = container_of(file->private_data, struct board, misc);

	spin_lock_irq(&board_lock);
	if (list_empty(&board->node))
		list_add(&board->node, &boards);
	spin_unlock_irq(&board_lock);
	return 0;
}

static const struct file_operations board_fops = {
	.owner = THIS_MODULE,
	.open = board_open,
};

int board_register(struct board *board, struct device *dev, int irq)
{
	int ret;

	INIT_LIST_HEAD(&board->node);
	ret = devm_request_irq(dev, irq, board_irq, 0, "board", board);
	if (ret)
		return ret;
	board->misc.minor = MISC_DYNAMIC_MINOR;
	board->misc.name = "board";
	board->misc.fops = &board_fops;
	return misc_register(&board->misc);
}

/*
 * unspin-test
 * expect-nothing
 */
