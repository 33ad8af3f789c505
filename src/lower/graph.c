// SPDX-License-Identifier: GPL-2.0-only
/*
 * The finished graph: lowering makes blocks freely, most of them empty, some
 * never reached. Here edges go past empty blocks, a block with one way out
 * takes in a successor that has one way in, and what the entry does not reach
 * is left out. Blocks come out in reverse postorder, so that outside of loops
 * a block stands behind all that lead to it.
 */
#include <string.h>

#include "lower/internal.h"

#define UNSEEN UINT32_MAX

/* Where an edge to @b really leads: past blocks that hold nothing. */
static uint32_t past_empty(struct lowering *l, uint32_t b, uint32_t walk)
{
	uint32_t first = b;

	while (!l->blocks.at[b].nsteps && l->blocks.at[b].succ[0] != NO_BLOCK &&
	       l->blocks.at[b].succ[1] == NO_BLOCK) {
		if (l->number.at[b] == walk)
			return b; /* for (;;); has nowhere to go */
		l->number.at[b] = walk;
		b = l->blocks.at[b].succ[0];
	}

	/* shorten the way for those that come later */
	while (first != b) {
		uint32_t next = l->blocks.at[first].succ[0];

		l->blocks.at[first].succ[0] = b;
		first = next;
	}
	return b;
}

static void shorten_edges(struct lowering *l)
{
	uint32_t walk = 0;

	vec_clear(&l->number);
	for (unsigned i = 0; i < l->blocks.n; i++)
		*vec_push(&l->number) = UNSEEN; /* then: which walk was here last */
	/* later blocks first: edges mostly lead forward, and a choice of one and the same is none */
	for (unsigned i = l->blocks.n; i-- > 0;) {
		struct block *b = &l->blocks.at[i];

		for (int k = 0; k < 2; k++)
			if (b->succ[k] != NO_BLOCK)
				b->succ[k] = past_empty(l, b->succ[k], walk++);
		if (b->succ[0] == b->succ[1] || b->succ[1] == NO_BLOCK) {
			b->succ[1] = NO_BLOCK;
			b->cond = 0;
			b->line = 0;
		}
	}
}

/* Postorder of what the entry reaches into l->order, and how many edges lead to each. */
static void walk_graph(struct lowering *l)
{
	unsigned n = l->blocks.n;

	vec_clear(&l->order);
	vec_clear(&l->number);
	vec_clear(&l->preds);
	vec_clear(&l->work);
	for (unsigned i = 0; i < n; i++) {
		*vec_push(&l->number) = UNSEEN; /* then: how many successors were visited */
		vec_push(&l->preds);
	}
	*vec_push(&l->work) = 0;
	l->number.at[0] = 0;
	l->preds.at[0] = 2; /* the entry is no one's continuation */
	while (l->work.n) {
		uint32_t b = *vec_last(&l->work), k = l->number.at[b];

		if (k == 2) {
			*vec_push(&l->order) = b;
			l->work.n--;
			continue;
		}
		l->number.at[b]++;

		/* the false side first: in reverse postorder the true side then comes first */
		uint32_t s = l->blocks.at[b].succ[1 - k];

		if (s == NO_BLOCK)
			continue;
		l->preds.at[s]++;
		if (l->number.at[s] == UNSEEN) {
			l->number.at[s] = 0;
			*vec_push(&l->work) = s;
		}
	}
}

/* The block that goes on where @b ends, if no one else leads there. */
static uint32_t continuation(const struct lowering *l, uint32_t b)
{
	const struct block *x = &l->blocks.at[b];

	if (x->succ[0] == NO_BLOCK || x->succ[1] != NO_BLOCK || l->preds.at[x->succ[0]] != 1)
		return NO_BLOCK;
	return x->succ[0];
}

void graph_finish(struct lowering *l, struct function *f)
{
	unsigned nsteps = 0, nblocks = 0;

	shorten_edges(l);
	walk_graph(l);

	/* number the first block of each chain; the others get UNSEEN */
	for (unsigned i = 0; i < l->order.n; i++)
		l->number.at[l->order.at[i]] = 0;
	for (unsigned i = l->order.n; i-- > 0;) {
		uint32_t b = l->order.at[i], next = continuation(l, b);

		nsteps += l->blocks.at[b].nsteps;
		if (next != NO_BLOCK && next != b)
			l->number.at[next] = UNSEEN;
	}
	for (unsigned i = l->order.n; i-- > 0;)
		if (l->number.at[l->order.at[i]] != UNSEEN)
			l->number.at[l->order.at[i]] = nblocks++;

	f->blocks = arena_array(l->scratch, struct block, nblocks);
	f->steps = arena_array(l->scratch, struct step, nsteps);
	f->nblocks = nblocks;
	f->nsteps = nsteps;

	uint32_t step = 0;

	for (unsigned i = l->order.n; i-- > 0;) {
		uint32_t b = l->order.at[i], last;

		if (l->number.at[b] == UNSEEN)
			continue;

		struct block *out = &f->blocks[l->number.at[b]];

		out->step = step;
		for (last = b; b != NO_BLOCK; b = continuation(l, b)) {
			const struct block *x = &l->blocks.at[b];

			last = b;
			if (x->nsteps)
				memcpy(f->steps + step, l->steps.at + x->step,
				       x->nsteps * sizeof(*f->steps));
			step += x->nsteps;
		}

		const struct block *end = &l->blocks.at[last];

		out->nsteps = step - out->step;
		out->cond = end->cond;
		out->line = end->line;
		for (int k = 0; k < 2; k++)
			out->succ[k] = end->succ[k] == NO_BLOCK ? NO_BLOCK
								: l->number.at[end->succ[k]];
	}
}
