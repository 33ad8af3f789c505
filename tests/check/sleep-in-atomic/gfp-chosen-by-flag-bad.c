// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibx_cmd_get() chooses its gfp flags by the parameter atomic.
 * The caller under the spinlock passes false.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct ibx_cmd {
	struct list_head node;
	u16 opcode;
};

struct ibx {
	spinlock_t cmd_lock;
	struct list_head cmds;
};

static struct ibx_cmd *ibx_cmd_get(u16 opcode, bool atomic)
{
	gfp_t gfp = atomic ? GFP_ATOMIC : GFP_KERNEL;
	struct ibx_cmd *cmd;

	cmd = kzalloc(sizeof(*cmd), gfp);
	if (cmd)
		cmd->opcode = opcode;
	return cmd;
}

int ibx_post_locked(struct ibx *ibx, u16 opcode)
{
	struct ibx_cmd *cmd;
	int err = 0;

	spin_lock_bh(&ibx->cmd_lock);
	cmd = ibx_cmd_get(opcode, false);
	if (cmd)
		list_add_tail(&cmd->node, &ibx->cmds);
	else
		err = -ENOMEM;
	spin_unlock_bh(&ibx->cmd_lock);
	return err;
}
EXPORT_SYMBOL_GPL(ibx_post_locked);

struct ibx_cmd *ibx_prepare(u16 opcode)
{
	return ibx_cmd_get(opcode, false);
}
EXPORT_SYMBOL_GPL(ibx_prepare);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct ibx.cmd_lock | ibx_post_locked ibx_cmd_get kzalloc
 */
