// SPDX-License-Identifier: GPL-2.0-only
/*
 * sessx_get() returns with the session locked, as its annotation and its users say.
 * sessx_rename() unlocks it on both ways out.
 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/string.h>

struct sessx {
	struct mutex lock;
	unsigned int users;
	char name[16];
};

static void sessx_get(struct sessx *s)
	__acquires(&s->lock)
{
	mutex_lock(&s->lock);
	s->users++;
}

static void sessx_put(struct sessx *s)
	__releases(&s->lock)
{
	s->users--;
	mutex_unlock(&s->lock);
}

int sessx_rename(struct sessx *s, const char *name)
{
	sessx_get(s);
	if (strscpy(s->name, name, sizeof(s->name)) < 0) {
		sessx_put(s);
		return -ENAMETOOLONG;
	}
	sessx_put(s);
	return 0;
}
EXPORT_SYMBOL_GPL(sessx_rename);

/*
 * unspin-test
 * expect-nothing
 */
