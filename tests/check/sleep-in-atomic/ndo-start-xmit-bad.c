// SPDX-License-Identifier: GPL-2.0-only
/*
 * ndo_start_xmit is called with bottom halves off and the queue's lock held. This one
 * takes the SPI mutex in it.
 */
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/workqueue.h>

struct spinet {
	struct net_device *ndev;
	struct mutex spi_lock;
	struct work_struct tx_work;
	struct sk_buff *tx_skb;
	u8 *fifo;
};

static void spinet_send(struct spinet *sp, struct sk_buff *skb)
{
	mutex_lock(&sp->spi_lock);
	skb_copy_bits(skb, 0, sp->fifo, skb->len);
	mutex_unlock(&sp->spi_lock);
	dev_consume_skb_any(skb);
}

static void spinet_tx_work(struct work_struct *work)
{
	struct spinet *sp = container_of(work, struct spinet, tx_work);

	spinet_send(sp, sp->tx_skb);
	netif_wake_queue(sp->ndev);
}

static netdev_tx_t spinet_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	struct spinet *sp = netdev_priv(ndev);

	spinet_send(sp, skb);
	return NETDEV_TX_OK;
}

static int spinet_init(struct net_device *ndev)
{
	struct spinet *sp = netdev_priv(ndev);

	sp->ndev = ndev;
	mutex_init(&sp->spi_lock);
	INIT_WORK(&sp->tx_work, spinet_tx_work);
	return 0;
}

static const struct net_device_ops spinet_ops = {
	.ndo_init = spinet_init,
	.ndo_start_xmit = spinet_xmit,
};

/*
 * unspin-test
 * expect: sleep-in-atomic | struct netdev_queue._xmit_lock | spinet_xmit spinet_send mutex_lock
 */
