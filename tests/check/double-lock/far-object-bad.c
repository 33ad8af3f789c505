// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host's private data is a long way from the command, and each pointer on the way is cast or
 * kept in a variable of its own. It is one lock all the same.
 */
#include <linux/list.h>
#include <linux/spinlock.h>

struct far_host {
	int id;
	unsigned long hostdata[];
};

struct far_device {
	struct far_host *host;
};

struct far_cmd {
	struct far_device *device;
	struct list_head list;
};

struct far_hba {
	spinlock_t hba_lock;
	struct list_head cmds;
};

struct far_port {
	struct far_hba *hba;
};

void far_queue(struct far_cmd *cmd)
{
	struct far_host *host = cmd->device->host;
	struct far_port *port = (struct far_port *)host->hostdata;
	struct far_hba *hba = port->hba;

	spin_lock(&hba->hba_lock);
	list_add_tail(&cmd->list, &hba->cmds);
	spin_lock(&hba->hba_lock);
}

/*
 * unspin-test
 * expect: double-lock | struct far_hba.hba_lock | far_queue
 */
