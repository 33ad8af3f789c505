// SPDX-License-Identifier: GPL-2.0-only
/*
 * Without PREEMPT_RT, and only then, a spinlock_t may be waited for anywhere.
 */
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

struct bufx {
	raw_spinlock_t lock;
	spinlock_t stat_lock;
	unsigned int full;
};

static void bufx_count(struct bufx *buf)
{
	spin_lock(&buf->stat_lock);
	buf->full++;
	spin_unlock(&buf->stat_lock);
}

void bufx_put(struct bufx *buf)
{
	raw_spin_lock(&buf->lock);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		bufx_count(buf);
	raw_spin_unlock(&buf->lock);
}
EXPORT_SYMBOL_GPL(bufx_put);

static void bufx_ipi(void *info)
{
	struct bufx *buf = info;

#ifndef CONFIG_PREEMPT_RT
	bufx_count(buf);
#endif
}

void bufx_sync(struct bufx *buf)
{
	on_each_cpu(bufx_ipi, buf, 1);
}
EXPORT_SYMBOL_GPL(bufx_sync);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
