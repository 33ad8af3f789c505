// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contexts, top-down: who runs each function, and with irqs and bottom halves
 * in which state.
 *
 * Roots come from the model and the registrations that the walk met: an irq
 * handler, an ops member, a timer, a system call. From them contexts flow along
 * the calls, changed by what each call site did to irqs. Different contexts of
 * one function are kept apart; of equal ones the best known is kept, then the
 * one with the shortest path, since breadth-first search meets that first.
 *
 * What no root reaches is guessed to be process context with irqs on, and
 * such a guess carries low confidence wherever it goes, medium if the function
 * sleeps.
 */
#include "analysis/internal.h"
#include "base/alloc.h"
#include "base/diag.h"
#include "base/strbuf.h"

#include <string.h>

#define MAX_DEPTH 60
#define MANY_TARGETS \
	8 /* through a pointer that may mean more functions than this: medium confidence */

/* How a function is called that is assigned to a member of an object. */
struct init_callback {
	const struct callback *cb;
	uint32_t next; /* of the same object and member: index + 1 */
};

struct flow {
	struct analysis *an;
	VEC(struct ctx_node) nodes;
	VEC(struct root) roots;
	struct map seen;  /* (fn, state) → node + 1 */
	struct map inits; /* (object, member) → index + 1 of the first of init_callbacks */
	VEC(struct init_callback) init_callbacks;
	struct map registered; /* (fn, member) → nothing: how it is called is known by its object */
	uint32_t *folder_words; /* by unit: unless-unit words of the other files in its folder */
	uint8_t *section;	/* by fn: enum model_phase of its attributes */
	VEC(uint32_t) drivers;	/* groups of drivers on the path to the node that is looked at */
	uint32_t head;		/* next node to look at */
	/* nodes found with less confidence than the level being flowed wait here */
	VEC(struct ctx_node) later[CONF_N * 2];
};

/* Levels: run-time contexts of each confidence, then set-up ones. */
static unsigned level_of(const struct ctx_node *n)
{
	return (unsigned)(n->phase == PHASE_RUN ? 0 : CONF_N) + n->conf;
}

static uint64_t key_of(const struct ctx_node *n)
{
	return hash_pair(n->fn, (uint32_t)(n->ctx * 4 + n->irqs * 2 + n->bh));
}

static void add_node(struct flow *fl, const struct ctx_node *n, unsigned level)
{
	unsigned at = level_of(n);
	bool fresh;

	if (at > level) {
		*vec_push(&fl->later[at]) = *n;
		return;
	}

	uint32_t *slot = map_put(&fl->seen, key_of(n), &fresh);

	if (!fresh)
		return;
	*vec_push(&fl->nodes) = *n;
	*slot = fl->nodes.n;
}

/* A driver of several files may say in one of them what holds for all. */
static void gather_folder_words(struct flow *fl)
{
	const struct program_table *tab = fl->an->tab;
	struct map of_folder = { 0 };

	fl->folder_words = xcalloc(tab->nunits ? tab->nunits : 1, sizeof(*fl->folder_words));
	for (unsigned round = 0; round < 2; round++)
		for (uint32_t u = 0; u < tab->nunits; u++) {
			const char *path = name_str(tab->units[u]->path),
				   *slash = strrchr(path, '/');
			name_t folder = name_intern(path, slash ? (size_t)(slash - path) : 0);

			if (round)
				fl->folder_words[u] = *map_put(&of_folder, folder, NULL);
			else
				*map_put(&of_folder, folder, NULL) |= tab->units[u]->words;
		}
	map_free(&of_folder);
}

static void gather_sections(struct flow *fl)
{
	const struct program_table *tab = fl->an->tab;

	fl->section = xcalloc(tab->nfns ? tab->nfns : 1, 1);
	for (fn_t fn = 0; fn < tab->nfns; fn++) {
		const struct function *f = tab->fns[fn].f;

		for (unsigned i = 0; i < f->nattrs; i++)
			fl->section[fn] |= (uint8_t)model_section(fl->an->model, f->attrs[i].name);
	}
}

static bool is_followed(const struct analysis *an, fn_t fn)
{
	return fn != NO_FN && !program_is_userspace(an->prog, an->tab->fns[fn].unit);
}

/* ---- flowing ---- */

static uint8_t phase_of_call(const struct flow *fl, uint8_t from, fn_t to, bool live)
{
	if (live && from == PHASE_SETUP)
		return PHASE_RUN;
	return from ? from : fl->section[to];
}

/* @live: the call is made after an irq handler was registered, so set-up is over for what it does. */
static void flow_to(struct flow *fl, uint32_t parent, fn_t to, uint32_t step, local_mask local,
		    enum confidence least, bool live, unsigned level)
{
	struct ctx_node from = fl->nodes.at[parent];

	for (unsigned b = 0; b < 9; b++) {
		if (!(local & 1u << b))
			continue;

		struct ctx_node n = {
			.fn = to,
			.ctx = from.ctx,
			.irqs = b / 3 == LS_ENTRY ? from.irqs : b / 3 == LS_ON,
			.bh = b % 3 == LS_ENTRY ? from.bh : b % 3 == LS_ON,
			.conf = from.conf > least ? from.conf : (uint8_t)least,
			.phase = phase_of_call(fl, from.phase, to, live),
			.depth = (uint16_t)(from.depth + 1),
			.parent = parent,
			.step = step,
			.root = from.root,
		};

		add_node(fl, &n, level);
	}
}

/* The groups of drivers that the path to @node has come through. */
static void find_drivers(struct flow *fl, uint32_t node)
{
	struct analysis *an = fl->an;
	uint32_t last = NO_GROUP;

	vec_clear(&fl->drivers);
	for (; node != NO_NODE; node = fl->nodes.at[node].parent) {
		uint32_t group = driver_group(an, an->tab->fns[fl->nodes.at[node].fn].unit);

		if (group != NO_GROUP && group != last)
			*vec_push(&fl->drivers) = last = group;
	}
}

static bool is_on_path(const struct flow *fl, uint32_t group)
{
	for (unsigned i = 0; i < fl->drivers.n; i++)
		if (fl->drivers.at[i] == group)
			return true;
	return false;
}

/* The driver whose function a target is; NO_GROUP for a helper that many put into their ops. */
static uint32_t target_group(const struct analysis *an, const struct target *t)
{
	uint32_t group = driver_group(an, an->tab->fns[t->fn].unit);

	return group == driver_group(an, t->unit) ? group : NO_GROUP;
}

/*
 * Of a member's functions the path goes on into those of the drivers that it
 * came through, since it is their object that the core was given. Another
 * driver's function is less likely where none of them has one, and hardly
 * meant where one has.
 */
static void flow_indirect(struct flow *fl, uint32_t node, const struct site *s, unsigned level)
{
	struct analysis *an = fl->an;
	uint32_t n;
	unsigned known;
	const struct target *t;

	if (model_ops(an->model, s->a, s->b, &known))
		return; /* the model says in which contexts: they are roots already */
	t = program_targets_of(an->prog, an->tab->fns[fl->nodes.at[node].fn].unit, s->a, s->b, &n);
	if (n > 1)
		find_drivers(fl, node);
	else
		vec_clear(&fl->drivers);

	bool own = false;

	for (uint32_t i = 0; i < n && !own; i++)
		own = is_on_path(fl, target_group(an, &t[i]));
	for (uint32_t i = 0; i < n; i++) {
		enum confidence conf = n > MANY_TARGETS ? CONF_MEDIUM : CONF_HIGH;
		uint32_t group = target_group(an, &t[i]);

		if (!is_followed(an, t[i].fn))
			continue;
		if (fl->drivers.n && group != NO_GROUP && !is_on_path(fl, group))
			conf = own ? CONF_LOW : CONF_MEDIUM;
		flow_to(fl, node, t[i].fn, s->step, s->local, conf, false, level);
	}
}

static void flow_level(struct flow *fl, unsigned level)
{
	struct analysis *an = fl->an;

	for (uint32_t i = 0; i < fl->later[level].n; i++)
		add_node(fl, &fl->later[level].at[i], level);
	vec_clear(&fl->later[level]);
	for (; fl->head < fl->nodes.n; fl->head++) {
		struct ctx_node from = fl->nodes.at[fl->head];
		const struct record_of *rec = &an->recs[from.fn];

		if (from.depth >= MAX_DEPTH)
			continue;
		for (uint32_t i = 0; i < rec->nsites; i++) {
			const struct site *s = &rec->sites[i];

			if (s->flags & ITF_SLEEPS && may_not_sleep(&from))
				continue;
			if (s->op == SITE_CALL && is_followed(an, s->a))
				flow_to(fl, fl->head, s->a, s->step, s->local, CONF_HIGH,
					s->flags & ITF_LIVE, level);
			else if (s->op == SITE_INDIRECT)
				flow_indirect(fl, fl->head, s, level);
		}
	}
}

/* ---- roots ---- */

static void add_root(struct flow *fl, const struct root *r)
{
	uint32_t number = fl->roots.n;
	struct ctx_node n = {
		.fn = r->fn,
		.ctx = r->ctx,
		.irqs = r->irqs,
		.bh = r->bh,
		.conf = r->conf,
		.phase = r->phase ? r->phase : fl->section[r->fn],
		.parent = NO_NODE,
		.step = NO_STEP,
		.root = number,
	};

	if (!is_followed(fl->an, r->fn) || r->ctx == LC_UNKNOWN)
		return;
	*vec_push(&fl->roots) = *r;
	*vec_push(&fl->later[level_of(&n)]) = n;
}

static void set_switches(struct root *r, uint8_t irqs, uint8_t bh)
{
	r->irqs = irqs == SW_OFF  ? 0
		  : irqs == SW_ON ? 1
				  : r->ctx == LC_PROCESS || r->ctx == LC_SOFTIRQ;
	if (irqs == SW_KEEP && r->atomic && r->ctx == LC_PROCESS)
		r->irqs = 0; /* not said: accuse nobody */
	r->bh = bh == SW_OFF ? 0 : bh == SW_ON ? 1 : r->ctx == LC_PROCESS;
}

/* @fn is called as @how says, as stands in @line of @unit; @object: the pseudo-lock held meanwhile. */
static void root_from_ops(struct flow *fl, fn_t fn, const struct ops_ctx *how, name_t what,
			  name_t object, uint32_t unit, uint32_t line)
{
	struct root r = {
		.fn = fn,
		.ctx = how->ctx,
		.atomic = how->atomic,
		.hard = how->hard,
		.conf = CONF_HIGH,
		.phase = how->phase,
		.what = what,
		.file = fl->an->tab->units[unit]->path,
		.line = line,
		.object = object,
		.object_kind = object ? how->object_kind : LK_NONE,
		.holds = { how->holds[0], how->holds[1] },
		.hold_kinds = { how->hold_kinds[0], how->hold_kinds[1] },
	};

	if (how->unless_unit & fl->an->tab->units[fl->an->tab->fns[fn].unit]->words)
		return;
	if (how->unless_unit & fl->folder_words[fl->an->tab->fns[fn].unit])
		r.conf = CONF_LOW;
	set_switches(&r, how->irqs, how->bh);
	add_root(fl, &r);
}

/* The pseudo-lock of a variable of file scope: static DECLARE_WORK(reset_work, reset). */
static name_t object_named(const struct flow *fl, uint8_t kind, uint32_t unit, name_t variable)
{
	name_t cls = class_of_global(fl->an, unit, variable);

	return name_printf("%s:%s", lock_kind_name(kind), name_str(cls));
}

static name_t object_of_variable(const struct flow *fl, const struct ops_ctx *how,
				 const struct target *t)
{
	return how->object_kind && t->variable
		       ? object_named(fl, how->object_kind, t->unit, t->variable)
		       : 0;
}

static void roots_of_member(void *arg, name_t tag, name_t member, const struct target *t,
			    uint32_t n)
{
	struct flow *fl = arg;
	unsigned nhow;
	const struct ops_ctx *how = model_ops(fl->an->model, tag, member, &nhow);

	for (uint32_t i = 0; i < n && how; i++)
		for (unsigned k = 0; k < nhow; k++)
			if ((!how[k].object_kind || t[i].variable) &&
			    !map_get(&fl->registered, hash_pair(t[i].fn, member)))
				root_from_ops(fl, t[i].fn, &how[k],
					      name_printf("%s of struct %s", name_str(member),
							  name_str(tag)),
					      object_of_variable(fl, &how[k], &t[i]), t[i].unit,
					      t[i].line);
}

/* Initialisations of objects whose function is assigned elsewhere: (object, member) to their effect. */
static void index_inits(struct flow *fl)
{
	struct analysis *an = fl->an;

	for (fn_t fn = 0; fn < an->tab->nfns; fn++)
		for (uint32_t i = 0; i < an->recs[fn].ncallbacks; i++) {
			const struct callback *cb = &an->recs[fn].callbacks[i];

			if (cb->fn != NO_FN || !cb->object)
				continue;
			uint32_t *first = map_put(&fl->inits,
						  hash_pair(cb->object, cb->how->cb_member), NULL);

			*vec_push(&fl->init_callbacks) = (struct init_callback){ cb, *first };
			*first = fl->init_callbacks.n;
		}
}

static void set_callback(struct root *r, const struct callback *cb)
{
	r->ctx = cb->how->ctx;
	r->atomic = cb->how->cb_atomic;
	r->hard = cb->hard;
	set_switches(r, cb->how->cb_irqs, cb->how->cb_bh);
}

/* hrtimer_init(&x->timer, …, HRTIMER_MODE_REL_SOFT); x->timer.function = fn; */
static void roots_of_assigned(struct flow *fl, fn_t fn)
{
	struct analysis *an = fl->an;
	const struct fn *me = &an->tab->fns[fn];

	for (uint32_t i = 0; i < an->recs[fn].nassigned; i++) {
		const struct assigned *a = &an->recs[fn].assigned[i];
		unsigned n;
		const struct ops_ctx *how = model_ops(an->model, a->tag, a->member, &n);

		for (unsigned k = 0; k < n && how; k++) {
			struct root r = {
				.fn = a->fn,
				.ctx = how[k].ctx,
				.atomic = how[k].atomic,
				.hard = how[k].hard,
				.conf = CONF_HIGH,
				.phase = how[k].phase,
				.what = name_printf("%s of struct %s", name_str(a->member),
						    name_str(a->tag)),
				.file = an->tab->units[me->unit]->path,
				.line = me->f->steps[a->step].line,
				.in = me->f->name,
				.object_kind = how[k].object_kind,
			};
			name_t key = a->object;
			const uint32_t *first;

			set_switches(&r, how[k].irqs, how[k].bh);
			if (a->object && r.object_kind)
				key = r.object = name_printf("%s:%s", lock_kind_name(r.object_kind),
							     name_str(a->object));
			first = key ? map_get(&fl->inits, hash_pair(key, a->member)) : NULL;
			for (uint32_t at = first ? *first : 0; at;
			     at = fl->init_callbacks.at[at - 1].next) {
				set_callback(&r, fl->init_callbacks.at[at - 1].cb);
				map_put(&fl->registered, hash_pair(a->fn, a->member), NULL);
				add_root(fl, &r);
			}
			if (first)
				break;
			if (r.object_kind) /* else a member of an ops record: roots_of_member() */
				add_root(fl, &r);
		}
	}
}

static void roots_of_callbacks(struct flow *fl, fn_t fn)
{
	struct analysis *an = fl->an;
	const struct record_of *rec = &an->recs[fn];
	const struct fn *me = &an->tab->fns[fn];

	for (uint32_t i = 0; i < rec->ncallbacks; i++) {
		const struct callback *cb = &rec->callbacks[i];

		if (cb->fn == NO_FN)
			continue;

		const struct step *st = &me->f->steps[cb->step];
		name_t api = st->op == S_CALL ? me->f->calls[st->a].name : 0;
		struct root r = {
			.fn = cb->fn,
			.conf = CONF_HIGH,
			.what = name_printf("%s callback, registered by %s",
					    lock_ctx_name(cb->how->ctx), name_str(api)),
			.file = an->tab->units[me->unit]->path,
			.line = st->line,
			.in = me->f->name,
			.object = cb->how->cb_object_kind ? cb->object : 0,
			.object_kind = cb->how->cb_object_kind,
			.option = cb->option,
		};

		if (cb->how->cb_member)
			map_put(&fl->registered, hash_pair(cb->fn, cb->how->cb_member), NULL);
		set_callback(&r, cb);
		add_root(fl, &r);
	}
}

/* @pattern with its % replaced by @arg and its & by @next, the argument behind it. */
static name_t pattern_name(name_t pattern, name_t arg, name_t next)
{
	const char *p = name_str(pattern);
	struct strbuf text = { 0 };
	name_t out;

	for (; *p; p++) {
		if (*p == '%' || *p == '&')
			strbuf_puts(&text, name_str(*p == '%' ? arg : next));
		else
			strbuf_add(&text, p, 1);
	}
	out = name_of(strbuf_str(&text));
	strbuf_free(&text);
	return out;
}

static name_t topcall_arg(const struct topcall *tc, int arg)
{
	return arg >= 0 && arg < tc->nargs ? tc->args[arg] : 0;
}

static name_t object_of_definer(const struct flow *fl, uint32_t unit, const struct definer *d,
				const struct topcall *tc)
{
	name_t variable = topcall_arg(tc, d->object_arg);

	return d->how.object_kind && variable ? object_named(fl, d->how.object_kind, unit, variable)
					      : 0;
}

static void roots_of_topcall(struct flow *fl, uint32_t unit, const struct topcall *tc)
{
	unsigned n;
	const struct definer *d = model_definer(fl->an->model, tc->macro, &n);

	for (unsigned i = 0; i < n && d; i++, d++) {
		name_t arg = topcall_arg(tc, d->arg);
		fn_t fn;

		if (d->op != EF_CALLBACK || !arg)
			continue;
		fn = program_function(fl->an->prog, unit,
				      d->pattern ? pattern_name(d->pattern, arg,
								topcall_arg(tc, d->arg + 1))
						 : arg);
		if (fn != NO_FN)
			root_from_ops(fl, fn, &d->how,
				      name_printf("named by %s()", name_str(tc->macro)),
				      object_of_definer(fl, unit, d, tc), unit, tc->line);
	}
}

static void root_guess(struct flow *fl, fn_t fn, enum confidence conf, const char *what)
{
	const struct fn *me = &fl->an->tab->fns[fn];
	struct root r = {
		.fn = fn,
		.ctx = LC_PROCESS,
		.irqs = 1,
		.bh = 1,
		.conf = (uint8_t)conf,
		.what = name_of(what),
		.file = fl->an->tab->units[me->unit]->path,
		.line = me->f->line,
	};

	add_root(fl, &r);
}

/* System calls, and what the kernel's entry code calls by name. */
static void roots_of_name(struct flow *fl, fn_t fn)
{
	struct analysis *an = fl->an;
	const struct fn *me = &an->tab->fns[fn];
	unsigned n;
	const struct ops_ctx *how = model_root(an->model, me->f->name, &n);

	if (me->f->flags & FN_SYSCALL)
		root_guess(fl, fn, CONF_HIGH, "system call");
	for (unsigned i = 0; i < n && !(me->f->flags & FN_MACRO); i++)
		root_from_ops(fl, fn, &how[i], name_of("called by the kernel's entry code"), 0,
			      me->unit, me->f->line);
}

static void add_known_roots(struct flow *fl)
{
	struct analysis *an = fl->an;

	index_inits(fl);
	for (fn_t fn = 0; fn < an->tab->nfns; fn++) {
		if (is_followed(an, fn)) {
			roots_of_callbacks(fl, fn);
			roots_of_assigned(fl, fn);
		}
		roots_of_name(fl, fn);
	}
	program_each_target(an->prog, roots_of_member, fl);
	for (uint32_t u = 0; u < an->tab->nunits; u++)
		for (uint32_t i = 0; i < an->tab->units[u]->ntopcalls; i++)
			roots_of_topcall(fl, u, &an->tab->units[u]->topcalls[i]);
}

/* Who may sleep whatever it is given was called in process context, or is faulty anyway. */
static bool surely_sleeps(const struct analysis *an, fn_t fn)
{
	const struct summary *sum = &an->sums[fn];

	for (uint32_t i = 0; i < sum->nitems; i++) {
		const struct item *it = &sum->items[i];

		if (it->op == IT_SLEEP && !it->nguards && !it->dropped && it->local & LOCAL_ENTRY &&
		    conf_of_depth(it->depth) == CONF_HIGH)
			return true;
	}
	return false;
}

/* What nobody was seen to call, in the order of the program. */
static void add_guesses(struct flow *fl)
{
	struct analysis *an = fl->an;
	uint8_t *reached = xcalloc(an->tab->nfns ? an->tab->nfns : 1, 1);
	uint8_t *called = xcalloc(an->tab->nfns ? an->tab->nfns : 1, 1);

	for (uint32_t i = 0; i < fl->nodes.n; i++)
		reached[fl->nodes.at[i].fn] = 1;
	for (fn_t fn = 0; fn < an->tab->nfns; fn++)
		for (uint32_t i = 0; i < an->recs[fn].nsites; i++)
			if (an->recs[fn].sites[i].op == SITE_CALL)
				called[an->recs[fn].sites[i].a] = 1;
	for (fn_t fn = 0; fn < an->tab->nfns; fn++) {
		const struct function *f = an->tab->fns[fn].f;

		if (reached[fn] || called[fn] || f->flags & FN_MACRO)
			continue;
		if (surely_sleeps(an, fn))
			root_guess(fl, fn, CONF_MEDIUM,
				   "nobody was seen to call it: it sleeps, so process context");
		else
			root_guess(fl, fn, CONF_LOW,
				   "nobody was seen to call it: process context is a guess");
	}
	xfree(reached);
	xfree(called);
}

static void index_nodes(struct analysis *an)
{
	an->first_node = xmalloc((an->tab->nfns ? an->tab->nfns : 1) * sizeof(uint32_t));
	memset(an->first_node, 0xff, (an->tab->nfns ? an->tab->nfns : 1) * sizeof(uint32_t));
	for (uint32_t i = an->nnodes; i-- > 0;) {
		an->nodes[i].next = an->first_node[an->nodes[i].fn];
		an->first_node[an->nodes[i].fn] = i;
	}
}

void contexts_flow(struct analysis *an)
{
	struct flow fl = { .an = an };

	progress("contexts");
	gather_folder_words(&fl);
	gather_sections(&fl);
	add_known_roots(&fl);
	for (unsigned level = 0; level < CONF_N * 2; level++) {
		if (level % CONF_N == CONF_LOW && level < CONF_N)
			continue; /* guesses only when all that is known has flowed */
		flow_level(&fl, level);
	}
	add_guesses(&fl);
	flow_level(&fl, CONF_MEDIUM);
	flow_level(&fl, CONF_LOW);
	flow_level(&fl, CONF_N + CONF_MEDIUM);
	flow_level(&fl, CONF_N + CONF_LOW);
	an->nodes = fl.nodes.at;
	an->nnodes = fl.nodes.n;
	an->roots = fl.roots.at;
	an->nroots = fl.roots.n;
	an->stats.nodes = an->nnodes;
	an->stats.roots = an->nroots;
	xfree(fl.folder_words);
	xfree(fl.section);
	map_free(&fl.seen);
	map_free(&fl.inits);
	map_free(&fl.registered);
	vec_free(&fl.init_callbacks);
	vec_free(&fl.drivers);
	for (unsigned i = 0; i < ARRAY_SIZE(fl.later); i++)
		vec_free(&fl.later[i]);
	index_nodes(an);
}

void contexts_free(struct analysis *an)
{
	xfree(an->nodes);
	xfree(an->roots);
	xfree(an->first_node);
}
