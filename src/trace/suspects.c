// SPDX-License-Identifier: GPL-2.0-only
/* Who takes what it holds, and whether it was seen to go on. */
#include "trace/suspects.h"

void suspects_add(struct suspects *s, struct facts *f, uint64_t task, enum lock_ctx ctx,
		  const struct acquisition *a, const struct held_lock *held)
{
	if (s->n == MOST_SUSPECTS)
		return;
	s->at[s->n++] = (struct suspect){
		.task = task,
		.ctx = ctx,
		.class = a->class,
		.lock = a->lock,
		.where = sightings_keep(&f->sightings, a->ref),
		.held = sightings_keep(&f->sightings, held->by.ref),
	};
}

void suspects_goes_on(struct suspects *s, uint64_t task, enum lock_ctx ctx)
{
	unsigned kept = 0;

	/* An interrupt may come while a task spins: only its own level or one below it counts. */
	for (unsigned i = 0; i < s->n; i++)
		if (s->at[i].task != task || ctx > s->at[i].ctx)
			s->at[kept++] = s->at[i];
	s->n = kept;
}

void suspects_forget(struct suspects *s)
{
	s->n = 0;
}

void suspects_judge(struct suspects *s, struct facts *f)
{
	for (unsigned i = 0; i < s->n; i++)
		facts_fault(f, &(struct fault_facts){
				       .rule = RULE_DOUBLE_LOCK,
				       .class = s->at[i].class,
				       .lock = s->at[i].lock,
				       .where = s->at[i].where,
				       .other_where = s->at[i].held,
			       });
	s->n = 0;
}
