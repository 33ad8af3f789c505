// SPDX-License-Identifier: GPL-2.0-only
/* Facts to and from their lines: see fact.h. */
#include "graphfile/fact.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "graphfile/field.h"

static const char *const usages[USAGE_N] = {
	[USED_IN_HARDIRQ] = "in-hardirq",  [USED_IN_HARDIRQ_READ] = "in-hardirq-read",
	[ENABLED_HARDIRQ] = "hardirqs-on", [ENABLED_HARDIRQ_READ] = "hardirqs-on-read",
	[USED_IN_SOFTIRQ] = "in-softirq",  [USED_IN_SOFTIRQ_READ] = "in-softirq-read",
	[ENABLED_SOFTIRQ] = "softirqs-on", [ENABLED_SOFTIRQ_READ] = "softirqs-on-read",
};

static const char *const dep_modes[DEP_N] = {
	[DEP_EN] = "EN",
	[DEP_ER] = "ER",
	[DEP_SN] = "SN",
	[DEP_SR] = "SR",
};

const char *usage_name(enum usage_bit b)
{
	return (unsigned)b < USAGE_N ? usages[b] : "?";
}

const char *dep_mode_name(enum dep_mode m)
{
	return (unsigned)m < DEP_N ? dep_modes[m] : "?";
}

/* ---- the words of each kind ---- */

static const char *kind_word(unsigned w)
{
	return lock_kind_name(w);
}

static const char *dep_word(unsigned w)
{
	return dep_mode_name(w);
}

static const char *rule_word(unsigned w)
{
	return rule_name(w);
}

static const char *usage_word(unsigned w)
{
	return usage_name(w);
}

static const struct form {
	const char *verb;
	const char *(*word)(unsigned w);
	unsigned nwords;
	unsigned word_at;     /* which field it is */
	unsigned least, most; /* other fields */
	unsigned first_class;
} forms[FACT_N] = {
	[FACT_CLASS] = { "class", kind_word, LK_N, 1, 1, UINT32_MAX, 0 },
	[FACT_DEP] = { "dep", dep_word, DEP_N, 2, 2, 2, 0 },
	[FACT_FAULT] = { "fault", rule_word, RULE_N, 0, 2, UINT32_MAX, 2 },
	[FACT_USAGE] = { "usage", usage_word, USAGE_N, 1, 1, 1, 0 },
};

unsigned fact_first_class(const struct fact *f)
{
	return forms[f->kind].first_class;
}

void fact_put(struct strbuf *b, const struct fact *f)
{
	const struct form *form = &forms[f->kind];

	strbuf_puts(b, form->verb);
	for (unsigned i = 0; i <= f->n; i++) {
		if (i == form->word_at)
			field_put(b, form->word(f->word));
		if (i < f->n)
			field_put(b, name_str(f->names[i]));
	}
}

static unsigned word_of(const struct form *form, const char *text)
{
	unsigned w = 0;

	while (w < form->nwords && strcmp(form->word(w), text))
		w++;
	return w;
}

/* Classes have names; a class's aliases stand in order, each once, without its name. */
static bool names_are_well(const struct fact *f)
{
	for (unsigned i = fact_first_class(f); i < f->n; i++) {
		if (!f->names[i])
			return false;
		if (f->kind != FACT_CLASS || !i)
			continue;
		if (f->names[i] == f->names[0] ||
		    (i > 1 && name_cmp(f->names[i - 1], f->names[i]) >= 0))
			return false;
	}
	return true;
}

bool fact_get(const char *line, struct arena *a, struct fact *f)
{
	const char *verb = field_get(&line, a), *text;
	const struct form *form = forms;
	VEC(name_t) names = { 0 };
	unsigned field = 0;

	while (form < forms + FACT_N && (!verb || strcmp(form->verb, verb)))
		form++;
	if (form == forms + FACT_N)
		return false;
	*f = (struct fact){ .kind = (enum fact_kind)(form - forms), .word = form->nwords };
	for (; (text = field_get(&line, a)); field++) {
		if (field == form->word_at)
			f->word = word_of(form, text);
		else
			*vec_push(&names) = name_of(text);
	}
	f->n = names.n;
	f->names = arena_memdup(a, names.at, names.n * sizeof(name_t));
	vec_free(&names);
	return !*line && f->word < form->nwords && f->n >= form->least && f->n <= form->most &&
	       names_are_well(f);
}

static uint64_t name_hash(name_t n)
{
	return hash_bytes64(name_str(n), name_len(n), 0);
}

uint64_t fact_hash(const struct fact *f)
{
	uint64_t h = hash_pair(f->kind, f->word);

	if (f->kind == FACT_FAULT) {
		uint64_t set = 0;

		for (unsigned i = forms[FACT_FAULT].first_class; i < f->n; i++)
			set += hash_u64(name_hash(f->names[i]));
		return hash_u64(hash_u64(hash_u64(h) ^ name_hash(f->names[0])) + set);
	}
	for (unsigned i = 0; i < f->n; i++)
		h = hash_u64(hash_u64(h) ^ name_hash(f->names[i]));
	return h;
}
