// SPDX-License-Identifier: GPL-2.0-only
/*
 * The session is looked up under the table's spinlock, and its mutex is taken before
 * that is dropped: a contended mutex sleeps.
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
	mutex_lock(&s->mutex);
	spin_unlock(&mux->table_lock);

	s->open = false;
	mutex_unlock(&s->mutex);
	kref_put(&s->ref, smux_session_free);
	return 0;
}
EXPORT_SYMBOL_GPL(smux_session_close);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct smux.table_lock | smux_session_close mutex_lock
 */
