// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hardirqs along a path: who switched them off, where the state before is
 * saved, and who may switch them on again. Two rules live here: irqs switched
 * on inside a region that wants them off, and a flags variable that is
 * overwritten while it is still needed, or shared with other CPUs.
 */
#include "analysis/walk.h"

#include <string.h>

static int saved_index(const struct state *s, path_t var)
{
	for (int i = 0; i < s->nflags; i++)
		if (path_key(s->flags[i].var) == path_key(var))
			return i;
	return -1;
}

static void forget_saved(struct state *s, int i)
{
	s->nflags--;
	memmove(&s->flags[i], &s->flags[i + 1], (s->nflags - (unsigned)i) * sizeof(s->flags[0]));
	memset(&s->flags[s->nflags], 0, sizeof(s->flags[0]));
}

/* Is @h the lock that is being released, as far as that can be told? */
static bool is_released(const struct held *h, name_t released, path_t path)
{
	return (released && h->cls == released) || (path && path_key(h->path) == path_key(path));
}

/* The outer region, if any, that must not have irqs on: its lock's class and where it began. */
static bool irqs_off_region(const struct state *s, name_t released, path_t path, name_t *cls,
			    uint8_t *kind, uint32_t *step)
{
	bool own_flags = false;

	for (unsigned i = 0; i < s->nheld; i++) {
		const struct held *h = &s->held[i];

		if (!h->irqs)
			continue;
		if (is_released(h, released, path)) {
			own_flags |= h->irqs == SW_SAVE;
			continue;
		}
		*cls = h->cls;
		*kind = h->kind;
		*step = h->step;
		return true;
	}
	if (s->nflags > own_flags) {
		*cls = 0;
		*kind = 0;
		*step = s->flags[0].step;
		return true;
	}
	return false;
}

void note_irqs_on(struct walker *w, struct state *s, name_t cls, path_t path, fn_t via,
		  uint32_t via_item, uint32_t step)
{
	name_t outer;
	uint8_t kind;
	uint32_t from;

	if (irqs_off_region(s, cls, path, &outer, &kind, &from)) {
		struct fault f = {
			.rule = RULE_IRQ_ENABLED_EARLY,
			.conf = CONF_HIGH,
			.step = step,
			.from_step = from,
			.via = via,
			.via_item = via_item,
			.what = cls,
		};

		if (outer) {
			f.classes[f.nclasses] = outer;
			f.kinds[f.nclasses++] = kind;
		}
		if (cls) {
			f.classes[f.nclasses] = cls;
			f.kinds[f.nclasses++] = LK_SPIN;
		}
		note_fault(w, &f);
		return;
	}
	if (s->irqs == LS_ENTRY || s->irqs_before == LS_ENTRY) {
		struct item it = {
			.op = IT_IRQS_ON,
			.cls = cls,
			.path = path_is_visible(path) ? path : 0,
			.local = state_local(s),
			.step = step,
			.via = via,
			.via_item = via_item,
		};

		if (item_of(w->an, via, via_item))
			it.depth = (uint8_t)(item_of(w->an, via, via_item)->depth + 1);
		it.nguards = (uint8_t)state_guards(w, s, it.guards);
		note_item(w, &it);
	}
}

void save_irqs(struct walker *w, struct state *s, path_t var, uint32_t step, name_t cls,
	       uint8_t kind)
{
	int live = var ? saved_index(s, var) : -1;

	if (live >= 0) {
		struct fault f = {
			.rule = RULE_FLAGS_REUSE,
			.conf = CONF_HIGH,
			.step = step,
			.from_step = s->flags[live].step,
			.via = NO_FN,
		};
		for (unsigned i = 0; i < s->nheld; i++)
			if (s->held[i].irqs == SW_SAVE && s->held[i].step == s->flags[live].step &&
			    s->held[i].cls) {
				f.classes[f.nclasses] = s->held[i].cls;
				f.kinds[f.nclasses++] = s->held[i].kind;
				break;
			}
		if (cls && cls != f.classes[0]) {
			f.classes[f.nclasses] = cls;
			f.kinds[f.nclasses++] = kind;
		}
		note_fault(w, &f);
		s->flags[live].irqs = LS_OFF; /* what the second save overwrote */
		s->flags[live].step = step;
	} else if (s->nflags < MAX_FLAGS) {
		s->flags[s->nflags++] = (struct saved_flags){
			.var = var, .step = step, .cls = cls, .irqs = s->irqs
		};
	} else {
		w->incomplete = true;
	}
	s->irqs = LS_OFF;
	s->irqs_step = step;
}

/*
 * A flags variable that another CPU may write meanwhile: static, or a member of
 * something that this lock does not protect. Saved in the record of an
 * exclusive lock of its own, flags are written and read with that lock held.
 */
void check_shared_flags(struct walker *w, path_t var, path_t lock, name_t cls, uint8_t kind,
			uint8_t mode, uint32_t step)
{
	const struct path *v = var ? path_of(path_key(var)) : NULL;
	const struct path *l = lock ? path_of(path_key(lock)) : NULL;
	path_t root = path_origin(var);
	struct fault f = { .rule = RULE_FLAGS_REUSE,
			   .conf = CONF_MEDIUM,
			   .step = step,
			   .from_step = NO_STEP,
			   .via = NO_FN,
			   .what = name_of("shared") };

	if (!v || path_of(root)->op == P_LOCAL || path_of(root)->op == P_RESULT ||
	    (v->op != P_MEMBER && v->op != P_GLOBAL))
		return;
	if (l && mode == LM_EXCLUSIVE && l->op == P_MEMBER && v->op == P_MEMBER &&
	    l->base == v->base)
		return;
	if (l && l->op == P_GLOBAL && mode == LM_EXCLUSIVE)
		return; /* one lock, one variable */
	if (cls) {
		f.classes[f.nclasses] = cls;
		f.kinds[f.nclasses++] = kind;
	}
	note_fault(w, &f);
}

static void restore_irqs(struct state *s, path_t var)
{
	int i = saved_index(s, var);

	if (i < 0 && s->nflags && !var)
		i = s->nflags - 1;
	if (i >= 0) {
		s->irqs = s->flags[i].irqs;
		forget_saved(s, i);
		return;
	}

	s->irqs = LS_ENTRY;
	if (path_is_visible(var))
		s->restores = var;
}

void end_irqs_off(struct state *s, const struct held *h)
{
	if (h->irqs == SW_OFF && s->irqs == LS_OFF)
		s->irqs = s->irqs_before;
	for (int i = s->nflags - 1; h->irqs == SW_SAVE && i >= 0; i--) {
		if (s->flags[i].step != h->step)
			continue;
		s->irqs = s->flags[i].irqs;
		forget_saved(s, i);
	}
}

void switch_irqs(struct walker *w, struct state *s, enum switch_op sw, path_t flags, uint32_t step,
		 name_t released, path_t path)
{
	switch (sw) {
	case SW_KEEP:
		return;
	case SW_OFF:
		if (s->irqs != LS_OFF) {
			s->irqs_before = s->irqs;
			s->irqs = LS_OFF;
			s->irqs_step = step;
		}
		return;
	case SW_ON:
		note_irqs_on(w, s, released, path, NO_FN, 0, step);
		/* The end of an _irq section leads back to what was before: if that was off,
		 * note_irqs_on() has said so, and saying it again would help nobody. */
		s->irqs = s->irqs == LS_OFF ? s->irqs_before : LS_ON;
		return;
	case SW_SAVE:
		save_irqs(w, s, flags, step, released, LK_SPIN);
		return;
	case SW_RESTORE:
		restore_irqs(s, flags);
		return;
	}
}
