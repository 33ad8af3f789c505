// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which branches decide whether a lock is taken or released.
 *
 * Only what such branches test is worth remembering along a path: the fact
 * that a loop has counted to 3 tells no two lock states apart, and remembering
 * it would multiply the states until the cap cuts off those that matter.
 *
 * A block depends on a branch if one way out of the branch always leads to it
 * and the other need not (control dependence; Ferrante, Ottenstein, Warren
 * 1987), computed from the post-dominator tree (Cooper, Harvey, Kennedy 2001).
 * A branch is relevant if a block that changes lock state, or another relevant
 * branch, depends on it.
 */
#include "analysis/walk.h"

#include <string.h>

#define NONE UINT32_MAX

struct pdom {
	const struct function *f;
	uint32_t n;	 /* blocks; number n is the exit that all returns lead to */
	uint32_t *order; /* postorder number from the exit over reversed edges, NONE: no way out */
	uint32_t *by_order; /* block of each number */
	uint32_t count;
	uint32_t *up; /* immediate post-dominator */
	uint32_t *pred_start, *preds;
};

static uint32_t nsucc(const struct pdom *p, uint32_t b, uint32_t out[2])
{
	uint32_t n = 0;

	for (unsigned k = 0; k < 2; k++)
		if (p->f->blocks[b].succ[k] != NO_BLOCK)
			out[n++] = p->f->blocks[b].succ[k];
	if (!n)
		out[n++] = p->n;
	return n;
}

static void collect_preds(struct pdom *p)
{
	uint32_t succ[2], *fill;

	p->pred_start = xcalloc(p->n + 2, sizeof(uint32_t));
	for (uint32_t b = 0; b < p->n; b++)
		for (uint32_t k = nsucc(p, b, succ); k-- > 0;)
			p->pred_start[succ[k] + 1]++;
	for (uint32_t b = 0; b <= p->n; b++)
		p->pred_start[b + 1] += p->pred_start[b];
	p->preds = xcalloc(p->pred_start[p->n + 1] + 1, sizeof(uint32_t));
	fill = xcalloc(p->n + 1, sizeof(uint32_t));
	for (uint32_t b = 0; b < p->n; b++)
		for (uint32_t k = nsucc(p, b, succ); k-- > 0;)
			p->preds[p->pred_start[succ[k]] + fill[succ[k]]++] = b;
	xfree(fill);
}

static void number_blocks(struct pdom *p)
{
	struct {
		uint32_t block, next;
	} *stack = xcalloc(p->n + 1, sizeof(*stack));
	uint8_t *seen = xcalloc(p->n + 1, 1);
	uint32_t depth = 1;

	stack[0].block = p->n;
	stack[0].next = p->pred_start[p->n];
	seen[p->n] = 1;
	while (depth) {
		uint32_t b = stack[depth - 1].block;

		if (stack[depth - 1].next < p->pred_start[b + 1]) {
			uint32_t to = p->preds[stack[depth - 1].next++];

			if (seen[to])
				continue;
			seen[to] = 1;
			stack[depth].block = to;
			stack[depth++].next = p->pred_start[to];
			continue;
		}
		p->by_order[p->count] = b;
		p->order[b] = p->count++;
		depth--;
	}
	xfree(stack);
	xfree(seen);
}

static uint32_t meet(const struct pdom *p, uint32_t a, uint32_t b)
{
	while (a != b) {
		while (p->order[a] < p->order[b])
			a = p->up[a];
		while (p->order[b] < p->order[a])
			b = p->up[b];
	}
	return a;
}

static void compute_post_dominators(struct pdom *p)
{
	bool changed = true;

	p->up[p->n] = p->n;
	while (changed) {
		changed = false;
		for (uint32_t i = p->count; i-- > 0;) {
			uint32_t b = p->by_order[i], succ[2], new_up = NONE;

			if (b == p->n)
				continue;
			for (uint32_t k = nsucc(p, b, succ); k-- > 0;)
				if (p->order[succ[k]] != NONE && p->up[succ[k]] != NONE)
					new_up = new_up == NONE ? succ[k]
								: meet(p, new_up, succ[k]);
			if (p->up[b] != new_up) {
				p->up[b] = new_up;
				changed = true;
			}
		}
	}
}

/* Does anything in @important depend on the branch of block @b? */
static bool decides(const struct pdom *p, uint32_t b, const uint8_t *important)
{
	for (unsigned k = 0; k < 2; k++) {
		uint32_t x = p->f->blocks[b].succ[k];

		/* no way out from here: the endless loop's blocks depend on what leads into it */
		if (x != NO_BLOCK && p->order[x] == NONE)
			return true;
		for (; x != p->up[b] && x != p->n; x = p->up[x])
			if (important[x])
				return true;
	}
	return false;
}

void mark_relevant(const struct function *f, uint8_t *important)
{
	struct pdom p = { .f = f, .n = f->nblocks };
	bool changed = true;

	p.order = xmalloc((p.n + 1) * sizeof(uint32_t));
	p.up = xmalloc((p.n + 1) * sizeof(uint32_t));
	p.by_order = xmalloc((p.n + 1) * sizeof(uint32_t));
	memset(p.order, 0xff, (p.n + 1) * sizeof(uint32_t));
	memset(p.up, 0xff, (p.n + 1) * sizeof(uint32_t));
	collect_preds(&p);
	number_blocks(&p);
	compute_post_dominators(&p);
	while (changed) {
		changed = false;
		for (uint32_t b = 0; b < p.n; b++) {
			bool is_branch = f->blocks[b].succ[1] != NO_BLOCK;

			if (is_branch && !(important[b] & 2) &&
			    (p.order[b] == NONE || decides(&p, b, important))) {
				important[b] |= 2;
				changed = true;
			}
		}
	}
	xfree(p.order);
	xfree(p.up);
	xfree(p.by_order);
	xfree(p.pred_start);
	xfree(p.preds);
}
