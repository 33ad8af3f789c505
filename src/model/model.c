// SPDX-License-Identifier: GPL-2.0-only
/* Asking the model: see model.h. load.c fills it. */
#include "model/model.h"

#include "base/alloc.h"
#include "model/private.h"

const struct effect *model_api(const struct model *m, name_t api, unsigned *n)
{
	return table_get_name(&m->apis, api, n);
}

const struct ops_ctx *model_ops(const struct model *m, name_t tag, name_t member, unsigned *n)
{
	const struct ops_ctx *own = table_get(&m->ops, hash_pair(tag, member), n);

	return own ? own : table_get(&m->ops, hash_pair(tag, 0), n);
}

const struct ops_ctx *model_root(const struct model *m, name_t function, unsigned *n)
{
	return table_get_name(&m->roots, function, n);
}

const struct definer *model_definer(const struct model *m, name_t macro, unsigned *n)
{
	return table_get_name(&m->definers, macro, n);
}

const struct guard_class *model_guard(const struct model *m, name_t name)
{
	unsigned n;
	const struct guard_class *g = table_get(&m->guards, name, &n);

	return g ? &g[n - 1] : NULL;
}

enum lock_kind model_type(const struct model *m, name_t type)
{
	const uint32_t *kind = map_get(&m->types, type);

	return kind ? *kind : LK_NONE;
}

bool model_is_container(const struct model *m, name_t tag)
{
	return map_get(&m->containers, tag) != NULL;
}

enum model_phase model_section(const struct model *m, name_t attribute)
{
	const uint32_t *phase = map_get(&m->sections, attribute);

	return phase ? *phase : PHASE_RUN;
}

bool model_is_realtime(const struct model *m, name_t arch)
{
	return map_get(&m->realtime, arch) != NULL;
}

bool model_gfp_sleeps(const struct model *m, name_t word)
{
	return map_get(&m->gfp, word) != NULL;
}

const struct map *model_verbatim(const struct model *m)
{
	return &m->verbatim;
}

const name_t *model_unit_words(const struct model *m, unsigned *n)
{
	*n = m->unit_words.n;
	return m->unit_words.at;
}

bool model_word_matches(name_t pattern, name_t text)
{
	const char *p = name_str(pattern), *s = name_str(text);
	const char *star = NULL, *mark = s; /* the last * and where what it stands for ends */

	if (pattern == text)
		return true;
	while (*s) {
		if (*p == '*') {
			star = p++;
			mark = s;
		} else if (*p == *s) {
			p++;
			s++;
		} else if (star) {
			p = star + 1;
			s = ++mark;
		} else {
			return false;
		}
	}
	while (*p == '*')
		p++;
	return !*p;
}

void model_free(struct model *m)
{
	if (!m)
		return;
	table_free(&m->apis);
	table_free(&m->ops);
	table_free(&m->roots);
	table_free(&m->definers);
	table_free(&m->guards);
	map_free(&m->types);
	map_free(&m->containers);
	map_free(&m->realtime);
	map_free(&m->sections);
	map_free(&m->gfp);
	map_free(&m->verbatim);
	vec_free(&m->unit_words);
	xfree(m);
}
