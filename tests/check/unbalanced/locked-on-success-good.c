// SPDX-License-Identifier: GPL-2.0-only
/*
 * chanx_find() returns a channel with its lock held, or NULL and nothing held.
 * chanx_write() unlocks wherever a channel was found.
 */
#include <linux/module.h>
#include <linux/mutex.h>

struct chanx {
	struct mutex lock;
	unsigned int id;
	bool open;
	unsigned int written;
};

static struct chanx chanx_table[8];

static struct chanx *chanx_find(unsigned int id)
{
	struct chanx *ch;

	if (id >= ARRAY_SIZE(chanx_table))
		return NULL;
	ch = &chanx_table[id];
	mutex_lock(&ch->lock);
	if (ch->id != id) {
		mutex_unlock(&ch->lock);
		return NULL;
	}
	return ch;
}

int chanx_write(unsigned int id, unsigned int bytes)
{
	struct chanx *ch = chanx_find(id);
	int err = 0;

	if (!ch)
		return -ENODEV;
	if (ch->open)
		ch->written += bytes;
	else
		err = -EPIPE;
	mutex_unlock(&ch->lock);
	return err;
}
EXPORT_SYMBOL_GPL(chanx_write);

/*
 * unspin-test
 * expect-nothing
 */
