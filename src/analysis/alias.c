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

/* How an argument reads. */
static name_t text_of(const struct function *f, uint32_t call, int arg)
{
	for (uint32_t i = 0; i < f->nverbatim; i++)
		if (f->verbatim[i].call == call && (int)f->verbatim[i].arg == arg)
			return f->verbatim[i].text;
	return 0;
}

/* The string that @text is the literal of; 0 if it is none, as a variable. */
static name_t literal_of(name_t text)
{
	const char *s = name_str(text);
	size_t len = name_len(text);

	return len > 2 && s[0] == '"' && strchr(s + 1, '"') == s + len - 1 && !strchr(s, '\\')
		       ? name_intern(s + 1, len - 2)
		       : 0;
}

/* Where an initialiser stands, for the words of a pattern that ask. */
struct spot {
	const char *function, *file;
	uint32_t line;
};

static void add_text(struct strbuf *b, const char *pattern, const char *text, const struct spot *at)
{
	static const char func[] = "__func__", file[] = "__FILE__", line[] = "__LINE__";

	for (const char *p = pattern; *p;) {
		if (*p == '%' || *p == '$') {
			strbuf_puts(b, text);
			p++;
		} else if (!strncmp(p, func, sizeof(func) - 1)) {
			strbuf_puts(b, at->function);
			p += sizeof(func) - 1;
		} else if (!strncmp(p, file, sizeof(file) - 1)) {
			strbuf_puts(b, at->file);
			p += sizeof(file) - 1;
		} else if (!strncmp(p, line, sizeof(line) - 1)) {
			strbuf_printf(b, "%u", at->line);
			p += sizeof(line) - 1;
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

/* What the patterns @named make of @text is what lockdep calls class @cls. LK_NONE: if there is such a class. */
static void add_aliases(const struct analysis *an, uint32_t unit, name_t cls, uint8_t kind,
			const name_t named[2], name_t text, const struct spot *at)
{
	class_t c = kind ? class_for(an, unit, cls, kind) : lockgraph_find(an->graph, cls);

	for (unsigned i = 0; i < 2 && named[i]; i++) {
		struct strbuf name = { 0 };
		const char *pattern = name_str(named[i]);
		name_t shown = strchr(pattern, '$') ? literal_of(text) : text;

		if (!shown)
			continue;
		add_text(&name, pattern, name_str(shown), at);
		lockgraph_alias(an->graph, c, name_of(strbuf_str(&name)));
		strbuf_free(&name);
	}
}

static name_t object_class(uint8_t kind, name_t cls)
{
	return name_printf("%s:%s", lock_kind_name(kind), name_str(cls));
}

/* ---- initialised at run time ---- */

static void alias_from_call(const struct analysis *an, fn_t fn, uint32_t call,
			    const struct effect *e, uint32_t line)
{
	const struct fn *me = &an->tab->fns[fn];
	const struct call *c = &me->f->calls[call];
	bool object = e->op == EF_CALLBACK;
	int arg = object ? e->cb_object_arg : e->arg;
	int named = e->named_arg == ARG_NONE ? arg : e->named_arg;
	name_t text = text_of(me->f, call, named);
	const struct spot at = { .function = name_str(me->f->name),
				 .file = name_str(an->tab->units[me->unit]->path),
				 .line = line };

	if (!text || arg < 0 || arg >= c->nargs)
		return;

	path_t p = path_step(path_from_expr(an, fn, me->f->args[c->args + (unsigned)arg]), P_DEREF,
			     0, 0);

	for (unsigned i = 0; i < ARRAY_SIZE(e->path) && e->path[i]; i++)
		p = path_step(p, P_MEMBER, e->path[i], 0);

	name_t cls = class_of_path(an, fn, p);

	if (cls && object)
		add_aliases(an, me->unit, object_class(e->cb_object_kind, cls), e->cb_object_kind,
			    e->named, text, &at);
	else if (cls)
		add_aliases(an, me->unit, cls, e->kind, e->named, text, &at);
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
			if (to.api[k].named[0] && effect_is_here(&to, k))
				alias_from_call(an, fn, f->steps[i].a, &to.api[k],
						f->steps[i].line);
	}
}

/* ---- initialised by their definition ---- */

static void alias_from_definer(const struct analysis *an, uint32_t unit, const struct topcall *tc,
			       const struct definer *d, const struct init *in)
{
	bool object = d->op == EF_CALLBACK;
	int arg = object ? d->object_arg : d->arg;
	name_t text = arg >= 0 && arg < tc->nargs ? tc->args[arg] : 0;
	const struct spot at = { .function = "",
				 .file = name_str(an->tab->units[unit]->path),
				 .line = tc->line };

	if (!text)
		return;

	name_t cls = in ? class_of_init(an, unit, in) : class_of_global(an, unit, text);

	if (cls && object)
		add_aliases(an, unit, object_class(d->how.object_kind, cls), d->how.object_kind,
			    d->named, text, &at);
	else if (cls)
		add_aliases(an, unit, cls, d->kind, d->named, text, &at);
}

/* A macro that defines its argument, or, with @in, is the initial value of a variable or member. */
static void aliases_of_topcall(const struct analysis *an, uint32_t unit, const struct topcall *tc,
			       const struct init *in)
{
	unsigned n;
	const struct definer *d = model_definer(an->model, tc->macro, &n);

	for (unsigned k = 0; d && k < n; k++)
		if (d[k].named[0])
			alias_from_definer(an, unit, tc, &d[k], in);
}

static void aliases_of_unit(const struct analysis *an, uint32_t u)
{
	const struct unit *unit = an->tab->units[u];
	bool *is_value = xcalloc(unit->ntopcalls + 1, sizeof(*is_value));

	for (uint32_t i = 0; i < unit->ninits; i++) {
		const struct init *in = &unit->inits[i];

		if (!in->use || in->use == NO_ARGS || in->macro)
			continue;
		is_value[in->use - 1] = true;
		aliases_of_topcall(an, u, &unit->topcalls[in->use - 1], in);
	}
	for (uint32_t i = 0; i < unit->ntopcalls; i++)
		if (!is_value[i])
			aliases_of_topcall(an, u, &unit->topcalls[i], NULL);
	xfree(is_value);
}

void aliases_find(struct analysis *an)
{
	for (fn_t fn = 0; fn < an->tab->nfns; fn++)
		if (!program_is_userspace(an->prog, an->tab->fns[fn].unit))
			aliases_of_function(an, fn);
	for (uint32_t u = 0; u < an->tab->nunits; u++)
		if (!program_is_userspace(an->prog, u))
			aliases_of_unit(an, u);
}
