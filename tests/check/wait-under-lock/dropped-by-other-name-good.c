// SPDX-License-Identifier: GPL-2.0-only
/*
 * The callee's callee drops the mutex before it waits for the work. It reaches the mutex
 * through the radio, radx_switch() through the card, and the radio is found in a list, so
 * only the class tells that both mean the same one.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct radx_card {
	struct mutex mutex;
	struct list_head radios;
	struct work_struct tx_work;
	int sent;
};

struct radx_radio {
	struct list_head node;
	struct radx_card *card;
	bool up;
};

static void radx_tx_work(struct work_struct *work)
{
	struct radx_card *card = container_of(work, struct radx_card, tx_work);

	mutex_lock(&card->mutex);
	card->sent++;
	mutex_unlock(&card->mutex);
}

static void radx_stop(struct radx_radio *radio)
{
	struct radx_card *card = radio->card;

	mutex_unlock(&card->mutex);
	cancel_work_sync(&card->tx_work);
	mutex_lock(&card->mutex);
	radio->up = false;
}

static void radx_stop_first(struct radx_card *card)
{
	struct radx_radio *radio;

	list_for_each_entry(radio, &card->radios, node) {
		if (radio->up) {
			radx_stop(radio);
			break;
		}
	}
}

void radx_switch(struct radx_card *card)
{
	mutex_lock(&card->mutex);
	radx_stop_first(card);
	mutex_unlock(&card->mutex);
}
EXPORT_SYMBOL_GPL(radx_switch);

void radx_init(struct radx_card *card)
{
	mutex_init(&card->mutex);
	INIT_LIST_HEAD(&card->radios);
	INIT_WORK(&card->tx_work, radx_tx_work);
}
EXPORT_SYMBOL_GPL(radx_init);

/*
 * unspin-test
 * expect-nothing
 */
