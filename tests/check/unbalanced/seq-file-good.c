// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list's mutex is taken by .start and released by .stop: seq_file calls them in pairs.
 * .show releases the entry's lock on both ways out.
 */
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>

struct procx_ent {
	struct list_head node;
	spinlock_t lock;
	bool hidden;
	unsigned int hits;
};

static LIST_HEAD(procx_list);
static DEFINE_MUTEX(procx_mutex);

static void *procx_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&procx_mutex);
	return seq_list_start(&procx_list, *pos);
}

static void *procx_next(struct seq_file *m, void *v, loff_t *pos)
{
	return seq_list_next(v, &procx_list, pos);
}

static void procx_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&procx_mutex);
}

static int procx_show(struct seq_file *m, void *v)
{
	struct procx_ent *ent = list_entry(v, struct procx_ent, node);

	spin_lock(&ent->lock);
	if (ent->hidden) {
		spin_unlock(&ent->lock);
		return SEQ_SKIP;
	}
	seq_printf(m, "%u\n", ent->hits);
	spin_unlock(&ent->lock);
	return 0;
}

static const struct seq_operations procx_ops = {
	.start = procx_start,
	.next = procx_next,
	.stop = procx_stop,
	.show = procx_show,
};

/*
 * unspin-test
 * expect-nothing
 */
