// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reference taken under the spinlock keeps the session alive, so the spinlock can be
 * dropped before the session's mutex is taken.
 */
#include <linux/kref.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct smux_session {
	struct kref ref;
	struct mutex mutex;
	bool open;
};

struct smux {
	spinlock_t table_lock;
	struct smux_session *session[16];
};

static void smux_session_free(struct kref *ref)
{
	kfree(container_of(ref, struct smux_session, ref));
}

int smux_session_close(struct smux *mux, unsigned int id)
{
	struct smux_session *s;

	if (id >= ARRAY_SIZE(mux->session))
		return -EINVAL;

	spin_lock(&mux->table_lock);
	s = mux->session[id];
	if (!s) {
		spin_unlock(&mux->table_lock);
		return -ENOENT;
	}
	kref_get(&s->ref);
	spin_unlock(&mux->table_lock);
	mutex_lock(&s->mutex);

	s->open = false;
	mutex_unlock(&s->mutex);
	kref_put(&s->ref, smux_session_free);
	return 0;
}
EXPORT_SYMBOL_GPL(smux_session_close);

/*
 * unspin-test
 * expect-nothing
 */
