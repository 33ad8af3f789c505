// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lockdep calls the classes. It has no types: the name of a class is the
 * text that the initialiser's macro was given, `&b->lock` for a `struct bell.lock`.
 * The model says for each initialiser what becomes of the text (named=); here
 * the texts are found and told to the lock graph as aliases, so that a
 * recording's classes are found among the source's.
 */
#include "analysis/internal.h"

#include <string.h>

#include "base/alloc.h"
#include "base/strbuf.h"

static name_t text_of(const struct function *f, uint32_t call, int arg)
{
	for (uint32_t i = 0; i < f->nverbatim; i++)
		if (f->verbatim[i].call == call && (int)f->verbatim[i].arg == arg)
			return f->verbatim[i].text;
	return 0;
}

static void add_text(struct strbuf *b, const char *pattern, const char *text, const char *function,
		     const char *file, uint32_t line)
{
	static const char func[] = "__func__", file_word[] = "__FILE__", line_word[] = "__LINE__";

	for (const char *p = pattern; *p;) {
		if (*p == '%') {
			strbuf_puts(b, text);
			p++;
		} else if (!strncmp(p, func, sizeof(func) - 1)) {
			strbuf_puts(b, function);
			p += sizeof(func) - 1;
		} else if (!strncmp(p, file_word, sizeof(file_word) - 1)) {
			strbuf_puts(b, file);
			p += sizeof(file_word) - 1;
		} else if (!strncmp(p, line_word, sizeof(line_word) - 1)) {
			strbuf_printf(b, "%u", line);
			p += sizeof(line_word) - 1;
		} else {
			strbuf_add(b, p++, 1);
		}
	}
}

/*
 * The graph's class of that name. Initialisers in a checked file make it one even if
 * nobody is seen to take it; those of all the headers do not.
 */
static class_t class_for(const struct analysis *an, uint32_t unit, name_t name, uint8_t kind)
{
	return program_is_checked(an->prog, unit) ? lockgraph_class(an->graph, name, kind)
						  : lockgraph_find(an->graph, name);
}

/* ---- initialised at run time ---- */

static void alias_from_call(const struct analysis *an, fn_t fn, uint32_t call,
			    const struct effect *e, uint32_t line)
{
	const struct fn *me = &an->tab->fns[fn];
	const struct call *c = &me->f->calls[call];
	bool object = e->op == EF_CALLBACK;
	int arg = object ? e->cb_object_arg : e->arg;
	uint8_t kind = object ? e->cb_object_kind : e->kind;
	name_t text = text_of(me->f, call, arg);
	struct strbuf name = { 0 };

	if (!text)
		return;

	path_t p = path_step(path_from_expr(an, fn, me->f->args[c->args + (unsigned)arg]), P_DEREF,
			     0, 0);

	for (unsigned i = 0; i < ARRAY_SIZE(e->path) && e->path[i]; i++)
		p = path_step(p, P_MEMBER, e->path[i], 0);

	name_t cls = class_of_path(an, fn, p);

	if (!cls)
		return;
	if (object)
		cls = name_printf("%s:%s", lock_kind_name(kind), name_str(cls));
	add_text(&name, name_str(e->named), name_str(text), name_str(me->f->name),
		 name_str(an->tab->units[me->unit]->path), line);
	lockgraph_alias(an->graph, class_for(an, me->unit, cls, kind), name_of(strbuf_str(&name)));
	strbuf_free(&name);
}

static void aliases_of_function(const struct analysis *an, fn_t fn)
{
	const struct function *f = an->tab->fns[fn].f;

	if (!f->nverbatim)
		return;
	for (uint32_t i = 0; i < f->nsteps; i++) {
		if (f->steps[i].op != S_CALL)
			continue;

		struct callee to = callee_of(an, fn, f->steps[i].a);

		for (unsigned k = 0; to.kind == CALLEE_API && k < to.napi; k++)
			if (to.api[k].named && effect_is_here(&to, k))
				alias_from_call(an, fn, f->steps[i].a, &to.api[k],
						f->steps[i].line);
	}
}

/* ---- initialised by their definition ---- */

static void alias_from_definer(const struct analysis *an, uint32_t unit, const struct topcall *tc,
			       const struct definer *d)
{
	bool object = d->op == EF_CALLBACK;
	int arg = object ? d->object_arg : d->arg;
	uint8_t kind = object ? d->how.object_kind : d->kind;
	name_t variable = arg >= 0 && arg < tc->nargs ? tc->args[arg] : 0;
	struct strbuf name = { 0 };

	if (!variable)
		return;

	name_t cls = class_of_global(an, unit, variable);

	if (object)
		cls = name_printf("%s:%s", lock_kind_name(kind), name_str(cls));
	add_text(&name, name_str(d->named), name_str(variable), "",
		 name_str(an->tab->units[unit]->path), tc->line);
	lockgraph_alias(an->graph, class_for(an, unit, cls, kind), name_of(strbuf_str(&name)));
	strbuf_free(&name);
}

void aliases_find(struct analysis *an)
{
	for (fn_t fn = 0; fn < an->tab->nfns; fn++)
		if (!program_is_userspace(an->prog, an->tab->fns[fn].unit))
			aliases_of_function(an, fn);
	for (uint32_t u = 0; u < an->tab->nunits; u++) {
		const struct unit *unit = an->tab->units[u];

		for (uint32_t i = 0; i < unit->ntopcalls; i++) {
			unsigned n;
			const struct definer *d =
				model_definer(an->model, unit->topcalls[i].macro, &n);

			for (unsigned k = 0; d && k < n; k++)
				if (d[k].named)
					alias_from_definer(an, u, &unit->topcalls[i], &d[k]);
		}
	}
}
