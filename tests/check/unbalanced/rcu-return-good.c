// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both ways out end the read side.
 */
#include <linux/module.h>
#include <linux/rculist.h>

struct peerx {
	struct list_head node;
	u32 id;
	int mtu;
};

static LIST_HEAD(peerx_list);

static struct peerx *peerx_lookup(u32 id)
{
	struct peerx *peer;

	list_for_each_entry_rcu(peer, &peerx_list, node) {
		if (peer->id == id)
			return peer;
	}
	return NULL;
}

int peerx_mtu(u32 id)
{
	struct peerx *peer;
	int mtu;

	rcu_read_lock();
	peer = peerx_lookup(id);
	if (!peer) {
		rcu_read_unlock();
		return -ENOENT;
	}
	mtu = peer->mtu;
	rcu_read_unlock();
	return mtu;
}
EXPORT_SYMBOL_GPL(peerx_mtu);

/*
 * unspin-test
 * expect-nothing
 */
