// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was seen and in which contexts, put into the lock graph.
 *
 * An acquisition in a function, times the contexts that the function runs in,
 * is a usage. A dependency is one wherever its function can run at all. What
 * runs in interrupt context and may sleep, or switches irqs on, shows in the
 * summaries of the roots. Waits become dependencies on pseudo-locks, which the
 * awaited functions hold while they run.
 */
#include "analysis/internal.h"
#include "analysis/known.h"
#include "base/alloc.h"
#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/evidence.h"

/* Functions that other code's waits for an irq or a thread may mean: by unit. */
struct waited {
	uint32_t unit;
	uint8_t kind;
	name_t raw;    /* as named by the waiter: "irq:struct foo.irq" */
	name_t object; /* as named by us: "irq:foo_irq" */
};

struct emit {
	struct analysis *an;
	VEC(struct waited) waited;
};

static bool is_reported(const struct analysis *an, fn_t fn)
{
	uint32_t unit = an->tab->fns[fn].unit;

	return !program_is_userspace(an->prog, unit) && !(an->tab->fns[fn].f->flags & FN_MACRO);
}

/* The kernel's own headers are read for what they say, not to be judged with every driver. */
static bool is_judged(const struct analysis *an, fn_t fn)
{
	uint32_t unit = an->tab->fns[fn].unit;

	return is_reported(an, fn) && !program_is_beside(an->prog, unit) &&
	       (program_is_checked(an->prog, unit) ||
		!strstr(program_tree_path(an->prog, unit), "include/"));
}

static uint64_t order_of(fn_t fn, uint32_t n)
{
	return (uint64_t)fn << 24 | (n & 0xffffff);
}

static bool is_per_object(name_t cls)
{
	return !strncmp(name_str(cls), "struct ", 7);
}

/* Why a context is not surely right. */
static uint8_t reason_of(const struct analysis *an, const struct ctx_node *n)
{
	if (n->conf == CONF_LOW)
		return REASON_GUESS;
	if (n->conf == CONF_MEDIUM)
		return an->roots[n->root].conf == CONF_MEDIUM ? REASON_SLEEPS : REASON_POINTER;
	return 0;
}

/* ---- usages ---- */

/*
 * An interrupt does little and soon: a path of many calls from its handler has
 * gone through a branch that it does not take, or a core that defers the rest.
 */
static enum confidence conf_of_path(unsigned calls)
{
	return calls <= 5 ? CONF_HIGH : calls <= 13 ? CONF_MEDIUM : CONF_LOW;
}

static void emit_usage(struct emit *em, fn_t fn, uint32_t index, uint32_t node)
{
	struct analysis *an = em->an;
	const struct site *s = &an->recs[fn].sites[index];
	const struct ctx_node *n = &an->nodes[node];
	class_t c = lockgraph_class(an->graph, s->a, s->kind);
	unsigned read = s->mode != LM_EXCLUSIVE;
	struct evidence why = {
		.ref = ev_make(EV_USAGE, node, index),
		.order = order_of(fn, index),
		.length = (uint16_t)(n->depth + 1),
		.conf = n->conf,
		.reason = reason_of(an, n),
		.function = an->tab->fns[fn].f->name,
	};
	const struct option *option = s->option.name ? &s->option : &an->roots[n->root].option;

	if (s->flags & ITF_SLEEPS && may_not_sleep(n))
		return;
	why.config = option->name;
	why.config_off = option->off;
	if (n->ctx != LC_PROCESS && conf_of_path(n->depth) > why.conf) {
		why.conf = (uint8_t)conf_of_path(n->depth);
		why.reason = REASON_DEPTH;
	}
	why.party = is_per_object(s->a) ? party_of_node(an, node) : 0;
	for (unsigned b = 0; b < 9; b++) {
		if (!(s->local & 1u << b))
			continue;

		bool irqs = b / 3 == LS_ENTRY ? n->irqs : b / 3 == LS_ON;
		bool bh = b % 3 == LS_ENTRY ? n->bh : b % 3 == LS_ON;
		struct evidence w = why;

		if (!(s->flags & ITF_TRY)) {
			if (n->ctx == LC_HARDIRQ || n->ctx == LC_NMI)
				lockgraph_usage(an->graph, c, USED_IN_HARDIRQ + read, &w);
			else if (n->ctx == LC_SOFTIRQ)
				lockgraph_usage(an->graph, c, USED_IN_SOFTIRQ + read, &w);
		}
		/* A lock of an object that nobody else knows yet: what is on does not matter. */
		if ((n->phase == PHASE_SETUP || n->phase == PHASE_BOOT || s->flags & ITF_FRESH) &&
		    !(s->flags & (ITF_LIVE | ITF_GLOBAL)) && is_per_object(s->a)) {
			w.conf = CONF_LOW;
			w.reason = REASON_SETUP;
		}
		if (irqs && n->ctx != LC_HARDIRQ) {
			lockgraph_usage(an->graph, c, ENABLED_HARDIRQ + read, &w);
			if (bh && n->ctx == LC_PROCESS)
				lockgraph_usage(an->graph, c, ENABLED_SOFTIRQ + read, &w);
		}
	}
}

static void emit_usages(struct emit *em, fn_t fn)
{
	struct analysis *an = em->an;
	const struct record_of *rec = &an->recs[fn];

	for (uint32_t i = 0; i < rec->nsites; i++) {
		if (rec->sites[i].op != SITE_ACQUIRE)
			continue;
		an->stats.acquisitions++;
		for (uint32_t n = an->first_node[fn]; n != NO_NODE; n = an->nodes[n].next)
			emit_usage(em, fn, i, n);
	}
}

/* ---- dependencies ---- */

/*
 * The best context of @fn: it says how sure we are that the function runs at
 * all. That it sleeps tells what context it runs in, but not that it runs; who
 * waits in it with a lock held is told all the same.
 */
static void rank_by_context(const struct analysis *an, fn_t fn, bool waits, struct evidence *why)
{
	uint8_t conf = CONF_LOW, reason = REASON_GUESS;

	for (uint32_t n = an->first_node[fn]; n != NO_NODE; n = an->nodes[n].next) {
		const struct ctx_node *x = &an->nodes[n];
		bool setup = x->phase != PHASE_RUN;
		uint8_t c = setup && x->conf < CONF_MEDIUM ? CONF_MEDIUM : x->conf;

		if (!waits && an->roots[x->root].conf != CONF_HIGH)
			c = CONF_LOW;
		if (c < conf) {
			conf = c;
			reason = setup ? REASON_SETUP : reason_of(an, x);
		}
	}
	why->conf = conf;
	why->reason = reason;
}

/*
 * A lock in a record that only @unit's own files know, or what is waited for in
 * one ("work:struct foo.work"): another driver's record of that tag is another one.
 */
static bool is_private(const struct analysis *an, uint32_t unit, name_t cls)
{
	const char *text = name_str(cls), *at = strstr(text, "struct ");
	uint32_t def;

	if (!at || (at != text && at[-1] != ':'))
		return false;
	at += strlen("struct ");
	return program_record(an->prog, unit, name_intern(at, strcspn(at, ".")), &def) &&
	       strncmp(program_tree_path(an->prog, def), "include/", 8) != 0;
}

/* The party, if any, whose objects a dependency between the two classes in @unit is about. */
static name_t party_of_dep(const struct analysis *an, uint32_t unit, name_t from, name_t to)
{
	if ((is_per_object(from) && is_per_object(to)) || is_private(an, unit, from) ||
	    is_private(an, unit, to))
		return party_of(an, unit);
	return 0;
}

static void add_dep(struct emit *em, name_t from, uint8_t from_kind, uint8_t from_mode, name_t to,
		    uint8_t to_kind, uint8_t to_mode, const struct evidence *why)
{
	struct lockgraph *g = em->an->graph;

	if (from == to)
		return;
	lockgraph_depends(g, lockgraph_class(g, from, from_kind), from_mode,
			  lockgraph_class(g, to, to_kind), to_mode, why);
	em->an->stats.deps++;
}

static int same_wait(const struct emit *em, const struct waited *x, uint32_t unit, uint8_t kind,
		     name_t raw)
{
	(void)em;
	return x->kind == kind && x->unit == unit && (!raw || !x->raw || x->raw == raw);
}

static void emit_dep(struct emit *em, fn_t fn, uint32_t index)
{
	struct analysis *an = em->an;
	const struct dep *d = &an->recs[fn].deps[index];
	struct evidence why = {
		.ref = ev_make(EV_DEP, fn, index),
		.order = order_of(fn, index),
		.length = 2,
		.function = an->tab->fns[fn].f->name,
	};
	const struct item *it = item_of(an, d->via, d->via_item);

	why.config = d->option.name;
	why.config_off = d->option.off;
	why.party = party_of_dep(an, an->tab->fns[fn].unit, d->from, d->to);
	for (; it && why.length < LONGEST_STORY; why.length++)
		it = item_of(an, it->via, it->via_item);
	rank_by_context(an, fn, lock_kind_is_pseudo(d->to_kind), &why);
	if (conf_of_depth(why.length - 2u) > why.conf) {
		why.conf = (uint8_t)conf_of_depth(why.length - 2u);
		why.reason = REASON_DEPTH;
	}
	if (d->to_kind != LK_IRQ && d->to_kind != LK_KTHREAD) {
		add_dep(em, d->from, d->from_kind, d->from_mode, d->to, d->to_kind, d->to_mode,
			&why);
		return;
	}
	/* free_irq(irq): the handlers that this file registers for that line */
	for (unsigned i = 0; i < em->waited.n; i++)
		if (same_wait(em, &em->waited.at[i], an->tab->fns[fn].unit, d->to_kind, d->to))
			add_dep(em, d->from, d->from_kind, d->from_mode, em->waited.at[i].object,
				d->to_kind, d->to_mode, &why);
}

/* The function that a chain of items ends in: there stands what is wrong. */
static fn_t leaf_of(const struct analysis *an, fn_t fn, fn_t via, uint32_t via_item)
{
	const struct item *it;

	for (unsigned n = 0; (it = item_of(an, via, via_item)) && n < LONGEST_STORY; n++) {
		if (!(an->tab->fns[via].f->flags & FN_MACRO))
			fn = via;
		via = it->via;
		via_item = it->via_item;
	}
	return fn;
}

static name_t leaf_function(const struct analysis *an, fn_t fn, fn_t via, uint32_t via_item)
{
	return an->tab->fns[leaf_of(an, fn, via, via_item)].f->name;
}

/* ---- PREEMPT_RT ---- */

/* Is @fn code of an architecture that has no PREEMPT_RT? */
static bool is_never_realtime(const struct analysis *an, fn_t fn)
{
	const char *path = program_tree_path(an->prog, an->tab->fns[fn].unit);

	if (strncmp(path, "arch/", 5) != 0)
		return false;
	return !model_is_realtime(an->model, name_intern(path + 5, strcspn(path + 5, "/")));
}

/* What only PREEMPT_RT makes a fault can't happen on the path from @fn to @leaf. */
static void rank_by_architecture(const struct analysis *an, fn_t fn, fn_t leaf,
				 struct evidence *why)
{
	if (!is_never_realtime(an, fn) && !is_never_realtime(an, leaf))
		return;
	why->conf = CONF_LOW;
	why->reason = REASON_ARCH;
}

/* ---- roots: pseudo-locks, sleeping and irqs on where one must not ---- */

static name_t root_object(const struct emit *em, const struct root *r)
{
	if (r->object_kind == LK_IRQ || r->object_kind == LK_KTHREAD)
		return name_printf("%s:%s", lock_kind_name(r->object_kind),
				   name_str(em->an->tab->fns[r->fn].f->name));
	return r->object;
}

/* Does it happen only if a parameter is zero, or is not? A handler is called with all its commands and flags. */
static bool is_guarded(const struct item *it)
{
	for (unsigned i = 0; i < it->nguards; i++)
		if (!it->guards[i].word)
			return true;
	return false;
}

/* Who calls root @r holds @from, or waiting for it waits for @r, and @it is taken in it. */
static void add_root_dep(struct emit *em, const struct root *r, name_t from, uint8_t kind,
			 const struct item *it, const struct evidence *why)
{
	struct evidence own = *why;

	own.party = party_of_dep(em->an, em->an->tab->fns[r->fn].unit, from, it->cls);
	add_dep(em, from, kind, LM_EXCLUSIVE, it->cls, it->kind, it->mode, &own);
}

static void emit_root_acquire(struct emit *em, const struct root *r, const struct item *it,
			      const struct evidence *why)
{
	struct analysis *an = em->an;
	name_t object = root_object(em, r);
	path_t origin = path_origin(it->path);

	if (!it->cls)
		return;
	if (object && it->op == IT_ACQUIRE)
		add_root_dep(em, r, object, r->object_kind, it, why);
	for (unsigned i = 0; i < ARRAY_SIZE(r->holds) && r->holds[i]; i++) {
		if (makes_dependency(r->hold_kinds[i]))
			add_root_dep(em, r, r->holds[i], r->hold_kinds[i], it, why);
		if (it->cls != r->holds[i] || !origin || path_of(origin)->op != P_PARAM ||
		    it->dropped || it->flags & ITF_NESTED || is_guarded(it) ||
		    !is_reported(an, r->fn))
			continue;

		class_t c = lockgraph_class(an->graph, it->cls, it->kind);

		lockgraph_fault(an->graph, RULE_DOUBLE_LOCK, &c, 1, an->tab->fns[r->fn].f->name, 0,
				why);
	}
}

static void emit_root_sleep(struct emit *em, const struct root *r, const struct item *it,
			    const struct evidence *why)
{
	struct analysis *an = em->an;
	class_t held[ARRAY_SIZE(r->holds)];
	unsigned n = 0;

	if (r->ctx == LC_PROCESS && !r->atomic)
		return;
	for (unsigned i = 0; i < ARRAY_SIZE(r->holds) && r->holds[i]; i++)
		held[n++] = lockgraph_class(an->graph, r->holds[i], r->hold_kinds[i]);
	lockgraph_fault(an->graph, RULE_SLEEP_IN_ATOMIC, held, n,
			leaf_function(an, r->fn, it->via, it->via_item), (name_t)it->path, why);
}

/*
 * A lock that sleeps on PREEMPT_RT is waited for in what is not threaded there,
 * or with a raw lock of the caller's held. As lockdep's check_wait_context().
 */
static void emit_root_wait_context(struct emit *em, const struct root *r, const struct item *it,
				   struct evidence why)
{
	struct analysis *an = em->an;
	fn_t leaf = leaf_of(an, r->fn, it->via, it->via_item);
	class_t c[2];
	unsigned n = 0;

	if (!it->cls || !lock_sleeps_on_rt(it->kind, it->mode) || it->flags & ITF_NO_RT ||
	    (r->option.name == known.rt && r->option.off))
		return;
	for (unsigned i = 0; i < ARRAY_SIZE(r->holds) && r->holds[i] && !n; i++)
		if (r->hold_kinds[i] == LK_RAW_SPIN && !it->dropped)
			c[n++] = lockgraph_class(an->graph, r->holds[i], LK_RAW_SPIN);
	if (!n && !r->hard)
		return;
	c[n++] = lockgraph_class(an->graph, it->cls, it->kind);
	rank_by_architecture(an, r->fn, leaf, &why);
	lockgraph_fault(an->graph, RULE_WAIT_CONTEXT, c, n, an->tab->fns[leaf].f->name, 0, &why);
}

static void emit_root(struct emit *em, uint32_t number)
{
	struct analysis *an = em->an;
	const struct root *r = &an->roots[number];
	const struct summary *sum = &an->sums[r->fn];

	for (uint32_t i = 0; i < sum->nitems; i++) {
		const struct item *it = &sum->items[i];
		struct evidence why = {
			.ref = ev_make(EV_ROOT, number, i),
			.order = order_of(r->fn, i),
			.length = (uint16_t)(it->depth + 1),
			.conf = r->conf > conf_of_depth(it->depth)
					? r->conf
					: (uint8_t)conf_of_depth(it->depth),
			.function = an->tab->fns[r->fn].f->name,
		};

		if (why.conf != r->conf)
			why.reason = REASON_DEPTH;
		if (it->op == IT_ACQUIRE || it->op == IT_WAIT)
			emit_root_acquire(em, r, it, &why);
		if (is_guarded(it) || !is_reported(an, r->fn))
			continue;
		if (it->op == IT_ACQUIRE && an->opt.wait_context)
			emit_root_wait_context(em, r, it, why);
		if (it->op == IT_SLEEP && !it->dropped) {
			struct evidence sleep = why;

			if (it->flags & ITF_MAYBE && sleep.conf < CONF_MEDIUM) {
				sleep.conf = CONF_MEDIUM;
				sleep.reason = REASON_STATE;
			}
			emit_root_sleep(em, r, it, &sleep);
		}
		if (it->op == IT_IRQS_ON && !r->irqs) {
			class_t c[1 + ARRAY_SIZE(r->holds)];
			unsigned n = 0;

			if (it->cls)
				c[n++] = lockgraph_class(an->graph, it->cls, LK_SPIN);
			for (unsigned k = 0; k < ARRAY_SIZE(r->holds) && r->holds[k]; k++)
				c[n++] = lockgraph_class(an->graph, r->holds[k], r->hold_kinds[k]);
			lockgraph_fault(an->graph, RULE_IRQ_ENABLED_EARLY, c, n,
					leaf_function(an, r->fn, it->via, it->via_item), 0, &why);
		}
	}
}

static bool is_indexed(const struct function *f, expr_t e)
{
	while (f->exprs[e].op == X_CAST || f->exprs[e].op == X_DEREF)
		e = f->exprs[e].a;
	return f->exprs[e].op == X_INDEX;
}

/*
 * Is the function of @n one of several that its caller chooses from by a number,
 * all set by code of one driver? Pointers that are not in a table have several
 * targets as well where a driver has variants, of which a machine has one; and
 * what a single target does is in its callers' summaries.
 */
static bool is_pointed_to(const struct analysis *an, const struct ctx_node *n)
{
	const struct fn *from = &an->tab->fns[an->nodes[n->parent].fn];
	const struct step *st = &from->f->steps[n->step];
	const struct target *t;
	uint32_t ntargets;
	struct callee c;

	if (st->op != S_CALL)
		return false;
	c = callee_of(an, an->nodes[n->parent].fn, st->a);
	if (c.kind != CALLEE_MEMBER || !is_indexed(from->f, from->f->calls[st->a].callee))
		return false;
	t = program_targets(an->prog, c.tag, c.member, &ntargets);
	for (uint32_t i = 0; i < ntargets; i++)
		if (t[i].variable || !program_same_folder(an->prog, from->unit, t[i].unit))
			return false;
	return ntargets > 1;
}

/* Sleeping in interrupt context behind a pointer that has several targets. */
static void emit_pointed(struct emit *em, uint32_t node)
{
	struct analysis *an = em->an;
	const struct ctx_node *n = &an->nodes[node];
	const struct summary *sum = &an->sums[n->fn];

	if (n->ctx == LC_PROCESS || n->parent == NO_NODE || n->conf == CONF_LOW || !sum->nitems ||
	    !is_judged(an, n->fn) || !is_pointed_to(an, n))
		return;
	for (uint32_t i = 0; i < sum->nitems; i++) {
		const struct item *it = &sum->items[i];
		enum confidence conf = conf_of_depth(n->depth + it->depth);
		struct evidence why = {
			.ref = ev_make(EV_NODE, node, i),
			.order = order_of(n->fn, i),
			.length = (uint16_t)(n->depth + it->depth + 1),
			.conf = (uint8_t)(conf == CONF_HIGH ? CONF_MEDIUM : conf),
			.reason = conf == CONF_LOW ? REASON_DEPTH : REASON_POINTER,
			.function = an->tab->fns[n->fn].f->name,
		};

		if (it->op == IT_SLEEP && !it->nguards && !it->dropped)
			lockgraph_fault(an->graph, RULE_SLEEP_IN_ATOMIC, NULL, 0,
					leaf_function(an, n->fn, it->via, it->via_item),
					(name_t)it->path, &why);
	}
}

static void collect_waited(struct emit *em)
{
	struct analysis *an = em->an;

	for (fn_t fn = 0; fn < an->tab->nfns; fn++) {
		const struct record_of *rec = &an->recs[fn];

		for (uint32_t i = 0; i < rec->ncallbacks; i++) {
			const struct callback *cb = &rec->callbacks[i];
			uint8_t kind = cb->how->cb_object_kind;

			if ((kind != LK_IRQ && kind != LK_KTHREAD) || cb->fn == NO_FN)
				continue;
			*vec_push(&em->waited) = (struct waited){
				.unit = an->tab->fns[fn].unit,
				.kind = kind,
				.raw = cb->object,
				.object = name_printf("%s:%s", lock_kind_name(kind),
						      name_str(an->tab->fns[cb->fn].f->name)),
			};
		}
	}
}

/* ---- faults ---- */

static void emit_fault(struct emit *em, fn_t fn, uint32_t index)
{
	struct analysis *an = em->an;
	const struct fault *f = &an->recs[fn].faults[index];
	fn_t leaf = leaf_of(an, fn, f->via, f->via_item);
	class_t classes[3];
	struct evidence why = {
		.ref = ev_make(EV_FAULT, fn, index),
		.order = order_of(fn, index),
		.length = 1,
		.conf = f->conf,
		.reason = f->conf == CONF_HIGH ? 0
			  : f->maybe	       ? REASON_STATE
			  : f->via != NO_FN    ? REASON_DEPTH
					       : REASON_CALLEE,
		.function = an->tab->fns[fn].f->name,
	};

	for (unsigned i = 0; i < f->nclasses; i++)
		classes[i] = lockgraph_class(an->graph, f->classes[i], f->kinds[i]);
	if (f->rule == RULE_WAIT_CONTEXT)
		rank_by_architecture(an, fn, leaf, &why);
	lockgraph_fault(an->graph, f->rule, classes, f->nclasses, an->tab->fns[leaf].f->name,
			f->what, &why);
}

void emit_graph(struct analysis *an)
{
	struct emit em = { .an = an };

	progress("lock graph");
	collect_waited(&em);
	for (fn_t fn = 0; fn < an->tab->nfns; fn++) {
		an->stats.incomplete += an->recs[fn].incomplete;
		if (!is_reported(an, fn))
			continue;
		emit_usages(&em, fn);
		for (uint32_t i = 0; i < an->recs[fn].ndeps; i++)
			emit_dep(&em, fn, i);
		for (uint32_t i = 0; i < an->recs[fn].nfaults && is_judged(an, fn); i++)
			emit_fault(&em, fn, i);
	}
	for (uint32_t i = 0; i < an->nroots; i++)
		emit_root(&em, i);
	for (uint32_t i = 0; i < an->nnodes; i++)
		emit_pointed(&em, i);
	vec_free(&em.waited);
}
