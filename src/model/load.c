// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the text of model files to a model: see docs/model.md for the format.
 *
 * Each verb has a row in verbs[]: which keys it may have and must have, and the
 * function that turns a line into rows of the model. A line that is wrong in
 * any part is left out whole, so that half a fact never misleads.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/strbuf.h"
#include "model/embedded.h"
#include "model/line.h"
#include "model/model.h"
#include "model/private.h"

#define MAX_FILE_SIZE (16u << 20)

/* ---- values ---- */

/* The index of @key's value among @words, *@out if it is there; absent keys leave *@out alone. */
static bool one_of(const struct line *l, enum key key, const char *const *words, unsigned n,
		   uint8_t *out)
{
	if (!(l->keys >> key & 1))
		return true;
	for (unsigned i = 0; i < n; i++) {
		if (words[i] && !strcmp(words[i], l->val[key])) {
			*out = (uint8_t)i;
			return true;
		}
	}
	return line_error(l, "%s=%s is not known", key_name(key), l->val[key]);
}

/* Which parameter has the name of the @len bytes at @s. */
static bool param_of(const struct line *l, const char *s, size_t len, int8_t *out)
{
	for (unsigned i = 0; i < l->nparams; i++) {
		if (strlen(l->params[i]) == len && !memcmp(l->params[i], s, len)) {
			*out = (int8_t)i;
			return true;
		}
	}
	if (len == strlen("result") && !memcmp(s, "result", len)) {
		*out = ARG_RESULT;
		return true;
	}
	return line_error(l, "there is no parameter '%.*s'", (int)(len < 100 ? len : 100), s);
}

static bool param_key(const struct line *l, enum key key, int8_t *out)
{
	if (!(l->keys >> key & 1))
		return true;
	return param_of(l, l->val[key], strlen(l->val[key]), out);
}

static bool kind_key(const struct line *l, enum key key, uint8_t *out)
{
	if (!(l->keys >> key & 1))
		return true;
	*out = lock_kind_of(l->val[key]);
	if (*out == LK_NONE)
		return line_error(l, "%s=%s is no kind of lock", key_name(key), l->val[key]);
	return true;
}

static bool real_kind_key(const struct line *l, uint8_t *out)
{
	if (!kind_key(l, K_KIND, out))
		return false;
	if (lock_kind_is_pseudo(*out))
		return line_error(l, "kind=%s can be waited for but not taken", l->val[K_KIND]);
	return true;
}

/* KIND or KIND:PARAM: the pseudo-lock held while a function runs. */
static bool object_key(const struct line *l, uint8_t *kind, int8_t *arg)
{
	char word[32] = "";

	if (!(l->keys & KEY(OBJECT)))
		return true;

	const char *s = l->val[K_OBJECT], *colon = strchr(s, ':');
	size_t len = colon ? (size_t)(colon - s) : strlen(s);

	if (len < sizeof(word))
		memcpy(word, s, len);
	*kind = lock_kind_of(word);
	if (!lock_kind_is_pseudo(*kind))
		return line_error(l, "object=%s: no kind of thing that can be waited for", s);
	if (arg && !colon)
		return line_error(l, "object=%s does not say which parameter it is", s);
	if (!arg && colon)
		return line_error(l, "object=%s: there are no parameters here", s);
	return !arg || param_of(l, colon + 1, strlen(colon + 1), arg);
}

static const char *const on_off[] = { [SW_OFF] = "off", [SW_ON] = "on" };
static const char *const on_off_unknown[] = { "unknown", [SW_OFF] = "off", [SW_ON] = "on" };

static bool irqs_key(const struct line *l, struct effect *e)
{
	if (!(l->keys & KEY(IRQS)))
		return true;

	const char *s = l->val[K_IRQS];
	size_t len = strcspn(s, ":");

	if (len == strlen("save") && !strncmp(s, "save", len))
		e->irqs = SW_SAVE;
	else if (len == strlen("restore") && !strncmp(s, "restore", len))
		e->irqs = SW_RESTORE;
	else
		return one_of(l, K_IRQS, on_off, ARRAY_SIZE(on_off), &e->irqs);
	return !s[len] || param_of(l, s + len + 1, strlen(s + len + 1), &e->flags_arg);
}

static bool switch_keys(const struct line *l, struct effect *e)
{
	return irqs_key(l, e) && one_of(l, K_BH, on_off, ARRAY_SIZE(on_off), &e->bh) &&
	       one_of(l, K_PREEMPT, on_off, ARRAY_SIZE(on_off), &e->preempt) &&
	       one_of(l, K_LINE, on_off, ARRAY_SIZE(on_off), &e->line);
}

static bool ctx_key(const struct line *l, uint8_t *out)
{
	static const char *const words[] = {
		[LC_UNKNOWN] = "caller",  [LC_PROCESS] = "process", [LC_SOFTIRQ] = "softirq",
		[LC_HARDIRQ] = "hardirq", [LC_NMI] = "nmi",
	};

	return one_of(l, K_CTX, words, ARRAY_SIZE(words), out);
}

/* irqs= and bh= of something that is called; what is not said follows from the context. */
static bool called_keys(const struct line *l, uint8_t ctx, bool as_caller, uint8_t *irqs,
			uint8_t *bh)
{
	static const uint8_t usual_irqs[LC_N] = {
		[LC_PROCESS] = SW_ON, [LC_SOFTIRQ] = SW_ON, [LC_HARDIRQ] = SW_OFF, [LC_NMI] = SW_OFF
	};
	static const uint8_t usual_bh[LC_N] = { [LC_PROCESS] = SW_ON, [LC_SOFTIRQ] = SW_OFF };

	*irqs = as_caller ? SW_KEEP : usual_irqs[ctx];
	if (!one_of(l, K_IRQS, on_off_unknown, ARRAY_SIZE(on_off_unknown), irqs))
		return false;
	/* With hardirqs off or unknown nothing is said of bottom halves in process context. */
	*bh = as_caller || (ctx == LC_PROCESS && *irqs != SW_ON) ? SW_KEEP : usual_bh[ctx];
	return one_of(l, K_BH, on_off_unknown, ARRAY_SIZE(on_off_unknown), bh);
}

static bool phase_key(const struct line *l, uint8_t *out)
{
	static const char *const words[] = {
		[PHASE_RUN] = "run",
		[PHASE_SETUP] = "setup",
		[PHASE_TEARDOWN] = "teardown",
		[PHASE_BOOT] = "boot",
	};

	return one_of(l, K_PHASE, words, ARRAY_SIZE(words), out);
}

static bool test_of(const struct line *l, const char *s, bool negate, struct model_test *t)
{
	const char *colon = strchr(s, ':');

	if (!colon || !colon[1])
		return line_error(l, "'%s' is not PARAMETER:WORD", s);
	t->negate = negate;
	if (!param_of(l, s, (size_t)(colon - s), &t->arg))
		return false;
	s = colon + 1;
	for (unsigned i = 0; *s; i++) {
		size_t len = strcspn(s, "|");

		if (i == MODEL_TEST_WORDS || !len)
			return line_error(l, "more than %u words, or an empty one",
					  MODEL_TEST_WORDS);
		t->words[i] = name_intern(s, len);
		s += len + (s[len] == '|');
	}
	return true;
}

static bool tests_of(const struct line *l, struct effect *e)
{
	static const enum key keys[] = { K_WHEN, K_UNLESS };
	unsigned n = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *const of[] = { l->keys >> keys[i] & 1 ? l->val[keys[i]] : NULL,
					   l->second[keys[i]] };

		for (unsigned j = 0; j < ARRAY_SIZE(of) && of[j]; j++) {
			if (n == ARRAY_SIZE(e->when))
				return line_error(l, "more than %u conditions", n);
			if (!test_of(l, of[j], keys[i] == K_UNLESS, &e->when[n++]))
				return false;
		}
	}
	return true;
}

/* hard=always, or for a call hard=PARAM:WORD|…: if that argument says so. */
static bool hard_key(const struct line *l, bool *hard, struct model_test *test)
{
	if (!(l->keys & KEY(HARD)))
		return true;
	*hard = true;
	if (!strcmp(l->val[K_HARD], "always"))
		return true;
	if (!test)
		return line_error(l, "hard=%s: only 'always' is known here", l->val[K_HARD]);
	return test_of(l, l->val[K_HARD], false, test);
}

/* What no key has said yet: nothing is switched, no argument is meant. */
static struct effect effect_blank(enum effect_op op)
{
	return (struct effect){
		.op = op,
		.arg = ARG_NONE,
		.flags_arg = ARG_NONE,
		.subclass = -1,
		.subclass_arg = ARG_NONE,
		.nest_arg = ARG_NONE,
		.gfp_arg = ARG_NONE,
		.named_arg = ARG_NONE,
		.cb_object_arg = ARG_NONE,
		.cb_param = -1,
		.cb_param_arg = ARG_NONE,
		.cb_hard_if = { .arg = ARG_NONE },
		.when = { { .arg = ARG_NONE }, { .arg = ARG_NONE } },
	};
}

/* named=PATTERN, twice at most */
static void named_key(const struct line *l, name_t named[2])
{
	named[0] = l->keys & KEY(NAMED) ? name_of(l->val[K_NAMED]) : 0;
	named[1] = l->second[K_NAMED] ? name_of(l->second[K_NAMED]) : 0;
}

/* The same, or once named=PARAM:PATTERN for another argument than the lock. */
static void named_by_key(const struct line *l, struct effect *e)
{
	named_key(l, e->named);
	for (unsigned i = 0; i < l->nparams && e->named[0] && !e->named[1]; i++) {
		size_t len = strlen(l->params[i]);
		const char *s = l->val[K_NAMED];

		if (strncmp(s, l->params[i], len) != 0 || s[len] != ':')
			continue;
		e->named[0] = name_of(s + len + 1);
		e->named_arg = (int8_t)i;
		return;
	}
}

/* ---- verbs ---- */

/* unless-unit=WORD, noted for those who read source. */
static bool unit_words(struct model *m, const struct line *l, uint32_t *mask)
{
	const char *const words[] = { l->keys & KEY(UNLESS_UNIT) ? l->val[K_UNLESS_UNIT] : NULL,
				      l->second[K_UNLESS_UNIT] };

	for (unsigned k = 0; k < ARRAY_SIZE(words) && words[k]; k++) {
		name_t word = name_of(words[k]);
		unsigned i = 0;

		while (i < m->unit_words.n && m->unit_words.at[i] != word)
			i++;
		if (i == MAX_UNIT_WORDS)
			return line_error(l, "more than %u words of unless-unit", MAX_UNIT_WORDS);
		if (i == m->unit_words.n)
			*vec_push(&m->unit_words) = word;
		*mask |= UINT32_C(1) << i;
	}
	return true;
}

static bool add_effect(struct model *m, const struct line *l, struct effect *e)
{
	if (!tests_of(l, e))
		return false;
	if (!unit_words(m, l, &e->unless_unit))
		return false;
	e->weak = l->keys & KEY(WEAK);
	for (unsigned i = 0; i < l->names.n; i++) {
		if (strchr(l->names.at[i], '.'))
			return line_error(l, "'%s' is not a function", l->names.at[i]);
	}
	for (unsigned i = 0; i < l->names.n; i++) {
		name_t name = name_of(l->names.at[i]);

		table_add_name(&m->apis, name, e);
		if (e->named[0])
			map_put(&m->verbatim, name, NULL);
	}
	return true;
}

/* PARAM.MEMBER.MEMBER: a parameter and the way from it to what is meant. */
static bool path_of(const struct line *l, const char *s, struct effect *e)
{
	size_t len = strcspn(s, ".");

	if (!param_of(l, s, len, &e->arg))
		return false;
	for (unsigned i = 0; s[len]; i++) {
		s += len + 1;
		len = strcspn(s, ".");
		if (i == ARRAY_SIZE(e->path) || !len)
			return line_error(l, "more than %zu members, or an empty one",
					  ARRAY_SIZE(e->path));
		e->path[i] = name_intern(s, len);
	}
	return true;
}

/* The lock or thing meant: the parameter that @key names, else a fixed object, else the first. */
static bool subject(const struct line *l, enum key key, struct effect *e)
{
	if (l->keys >> key & 1)
		return path_of(l, l->val[key], e);
	if (l->keys & KEY(OBJECT)) {
		e->object = name_of(l->val[K_OBJECT]);
		return true;
	}
	if (!l->nparams)
		return line_error(l, "neither a parameter nor %s= nor object=", key_name(key));
	e->arg = 0;
	return true;
}

static bool subclass_key(const struct line *l, struct effect *e)
{
	if (!(l->keys & KEY(SUBCLASS)))
		return true;

	const char *s = l->val[K_SUBCLASS];

	if (s[0] < '0' || s[0] > '9')
		return param_key(l, K_SUBCLASS, &e->subclass_arg);
	if (s[1] || s[0] > '7')
		return line_error(l, "subclass=%s: lockdep has 0 to 7", s);
	e->subclass = (int8_t)(s[0] - '0');
	return true;
}

static const char *const mode_words[] = { "exclusive", "shared", "recursive" };

static bool add_acquire(struct model *m, const struct line *l)
{
	static const char *const ok_words[] = { "nonzero", "zero" };
	struct effect e = effect_blank(EF_ACQUIRE);
	uint8_t zero = 0;

	if (!subject(l, K_LOCK, &e) || !real_kind_key(l, &e.kind) ||
	    !one_of(l, K_MODE, mode_words, ARRAY_SIZE(mode_words), &e.mode) ||
	    !one_of(l, K_OK, ok_words, ARRAY_SIZE(ok_words), &zero) || !subclass_key(l, &e) ||
	    !param_key(l, K_NEST, &e.nest_arg) || !switch_keys(l, &e))
		return false;
	e.try = l->keys & KEY(TRY);
	e.may_fail = l->keys & KEY(MAY_FAIL);
	e.ordered = l->keys & KEY(ORDERED);
	e.ok_zero = zero;
	if (e.irqs == SW_RESTORE)
		return line_error(l, "irqs=restore is for release");
	return add_effect(m, l, &e);
}

static bool add_release(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_RELEASE);

	if (!subject(l, K_LOCK, &e) || !real_kind_key(l, &e.kind) ||
	    !one_of(l, K_MODE, mode_words, ARRAY_SIZE(mode_words), &e.mode) || !switch_keys(l, &e))
		return false;
	return add_effect(m, l, &e);
}

static bool add_init(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_INIT);

	named_by_key(l, &e);
	return subject(l, K_LOCK, &e) && real_kind_key(l, &e.kind) && add_effect(m, l, &e);
}

static bool add_state(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_STATE);

	if (!(l->keys & (KEY(IRQS) | KEY(BH) | KEY(PREEMPT) | KEY(LINE))))
		return line_error(l, "'state' switches nothing");
	return switch_keys(l, &e) && add_effect(m, l, &e);
}

static bool add_sleep(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_SLEEP);

	e.maybe = l->keys & KEY(MAYBE);
	return param_key(l, K_GFP, &e.gfp_arg) && add_effect(m, l, &e);
}

static bool add_wait(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_WAIT);

	if (!kind_key(l, K_FOR, &e.kind))
		return false;
	if (!lock_kind_is_pseudo(e.kind))
		return line_error(l, "for=%s: take it instead", l->val[K_FOR]);
	return subject(l, K_ON, &e) && add_effect(m, l, &e);
}

static bool add_signal(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_SIGNAL);

	if (!kind_key(l, K_FOR, &e.kind))
		return false;
	if (!lock_kind_is_pseudo(e.kind))
		return line_error(l, "for=%s: release it instead", l->val[K_FOR]);
	return subject(l, K_ON, &e) && add_effect(m, l, &e);
}

/* arg=N:PARAM or arg=N:PARAM.MEMBER */
static bool arg_key(const struct line *l, struct effect *e)
{
	if (!(l->keys & KEY(ARG)))
		return true;

	const char *s = l->val[K_ARG];

	if (s[0] < '0' || s[0] > '9' || s[1] != ':')
		return line_error(l, "arg=%s is not NUMBER:PARAMETER", s);
	e->cb_param = (int8_t)(s[0] - '0');
	s += 2;

	size_t len = strcspn(s, ".");

	if (s[len])
		e->cb_param_member = name_of(s + len + 1);
	return param_of(l, s, len, &e->cb_param_arg);
}

static bool add_callback(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_CALLBACK);

	e.cb_now = l->keys & KEY(NOW);
	e.cb_atomic = l->keys & KEY(ATOMIC);
	if (!param_key(l, K_RUN, &e.arg) || !ctx_key(l, &e.ctx) ||
	    !called_keys(l, e.ctx, e.cb_now && e.ctx == LC_UNKNOWN, &e.cb_irqs, &e.cb_bh) ||
	    !hard_key(l, &e.cb_hard, &e.cb_hard_if) ||
	    !object_key(l, &e.cb_object_kind, &e.cb_object_arg) || !arg_key(l, &e))
		return false;
	if ((e.ctx == LC_UNKNOWN) != e.cb_now)
		return line_error(l, "ctx=caller and now go together");
	if (e.cb_now && l->keys & (KEY(IRQS) | KEY(BH) | KEY(OBJECT) | KEY(MEMBER)))
		return line_error(
			l, "what runs now runs as its caller does: no irqs, bh, object, member");
	if (l->keys & KEY(NAMED) && !e.cb_object_kind)
		return line_error(l, "named= without object=: what lockdep sees is not said");
	named_by_key(l, &e);
	if (l->keys & KEY(MEMBER))
		e.cb_member = name_of(l->val[K_MEMBER]);
	return add_effect(m, l, &e);
}

/* KIND:CLASS */
static bool hold_of(const struct line *l, const char *s, name_t *cls, uint8_t *kind)
{
	const char *colon = strchr(s, ':');
	char word[32] = "";

	if (colon && (size_t)(colon - s) < sizeof(word))
		memcpy(word, s, (size_t)(colon - s));
	*kind = lock_kind_of(word);
	if (*kind == LK_NONE || lock_kind_is_pseudo(*kind) || !colon[1])
		return line_error(l, "holds=%s: not KIND:CLASS", s);
	*cls = name_of(colon + 1);
	return true;
}

static bool ops_keys(struct model *m, const struct line *l, struct ops_ctx *o)
{
	const char *const holds[] = { l->keys & KEY(HOLDS) ? l->val[K_HOLDS] : NULL,
				      l->second[K_HOLDS] };

	for (unsigned i = 0; i < ARRAY_SIZE(holds) && holds[i]; i++) {
		if (!hold_of(l, holds[i], &o->holds[i], &o->hold_kinds[i]))
			return false;
		o->atomic |= lock_kind_is_atomic(o->hold_kinds[i]);
	}
	o->atomic |= (l->keys & KEY(ATOMIC)) != 0;
	return unit_words(m, l, &o->unless_unit) && ctx_key(l, &o->ctx) &&
	       called_keys(l, o->ctx, false, &o->irqs, &o->bh) && hard_key(l, &o->hard, NULL) &&
	       phase_key(l, &o->phase);
}

static bool add_ops(struct model *m, const struct line *l)
{
	struct ops_ctx o = { 0 };
	const char *first = l->names.at[0], *dot = strchr(first, '.');

	if (!ops_keys(m, l, &o) || !object_key(l, &o.object_kind, NULL))
		return false;
	if (!dot)
		return line_error(l, "'%s' is not STRUCT.MEMBER", first);
	for (unsigned i = 1; i < l->names.n; i++) {
		if (strpbrk(l->names.at[i], ".*"))
			return line_error(l, "'%s' is not a further member", l->names.at[i]);
	}
	if (strchr(dot, '*') && strcmp(dot, ".*") != 0)
		return line_error(l, "'%s': * stands for all members", first);

	name_t tag = name_intern(first, (size_t)(dot - first));

	for (unsigned i = 0; i < l->names.n; i++) {
		const char *member = i ? l->names.at[i] : dot + 1;

		table_add(&m->ops, hash_pair(tag, *member == '*' ? 0 : name_of(member)), &o);
	}
	return true;
}

static bool add_root(struct model *m, const struct line *l)
{
	struct ops_ctx o = { 0 };

	if (!ops_keys(m, l, &o))
		return false;
	for (unsigned i = 0; i < l->names.n; i++)
		table_add_name(&m->roots, name_of(l->names.at[i]), &o);
	return true;
}

static bool add_definer(struct model *m, const struct line *l)
{
	struct definer d = { .arg = ARG_NONE, .object_arg = ARG_NONE };

	named_key(l, d.named);
	if (!(l->keys & KEY(LOCK)) == !(l->keys & KEY(RUN)))
		return line_error(l, "'definer' needs one of lock= and run=");
	if (l->keys & KEY(LOCK)) {
		d.op = EF_INIT;
		if (!(l->keys & KEY(KIND)))
			return line_error(l, "lock= needs kind=");
		if (!real_kind_key(l, &d.kind) || !param_key(l, K_LOCK, &d.arg))
			return false;
	} else {
		const char *s = l->val[K_RUN];
		size_t len = strcspn(s, ":");

		d.op = EF_CALLBACK;
		if (!(l->keys & KEY(CTX)))
			return line_error(l, "run= needs ctx=");
		if (s[len] && !strchr(s + len, '%'))
			return line_error(l, "run=%s: no %% in the pattern", s);
		if (s[len])
			d.pattern = name_of(s + len + 1);
		if (!param_of(l, s, len, &d.arg) || !ops_keys(m, l, &d.how) ||
		    !object_key(l, &d.how.object_kind, &d.object_arg))
			return false;
		if (d.named[0] && !d.how.object_kind)
			return line_error(l,
					  "named= without object=: what lockdep sees is not said");
	}
	for (unsigned i = 0; i < l->names.n; i++) {
		table_add_name(&m->definers, name_of(l->names.at[i]), &d);
		if (d.named[0])
			map_put(&m->verbatim, name_of(l->names.at[i]), NULL);
	}
	return true;
}

static bool add_type(struct model *m, const struct line *l)
{
	uint8_t kind = LK_NONE;

	if (!real_kind_key(l, &kind))
		return false;
	for (unsigned i = 0; i < l->names.n; i++)
		*map_put(&m->types, name_of(l->names.at[i]), NULL) = kind;
	return true;
}

static bool add_container(struct model *m, const struct line *l)
{
	for (unsigned i = 0; i < l->names.n; i++)
		*map_put(&m->containers, name_of(l->names.at[i]), NULL) = 1;
	return true;
}

static bool add_realtime(struct model *m, const struct line *l)
{
	for (unsigned i = 0; i < l->names.n; i++)
		*map_put(&m->realtime, name_of(l->names.at[i]), NULL) = 1;
	return true;
}

static bool add_guard(struct model *m, const struct line *l)
{
	struct guard_class g = { 0 };

	if (l->keys & KEY(ACQUIRE))
		g.acquire = name_of(l->val[K_ACQUIRE]);
	if (l->keys & KEY(RELEASE))
		g.release = name_of(l->val[K_RELEASE]);
	if (!g.acquire && !g.release)
		return line_error(l, "'guard' needs acquire= or release=");
	for (unsigned i = 0; i < l->names.n; i++)
		table_add(&m->guards, name_of(l->names.at[i]), &g);
	return true;
}

static bool add_assert(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_ASSERT);

	if (!(l->keys & (KEY(HELD) | KEY(OBJECT) | KEY(IRQS) | KEY(BH) | KEY(PREEMPT))))
		return line_error(l, "'assert' claims nothing");
	if (l->keys & KEY(HELD) && !path_of(l, l->val[K_HELD], &e))
		return false;
	if (!switch_keys(l, &e) || !real_kind_key(l, &e.kind))
		return false;
	if (e.irqs > SW_ON || e.bh == SW_ON || e.preempt == SW_ON)
		return line_error(l, "only irqs=off|on, bh=off and preempt=off can be claimed");
	if (l->keys & KEY(OBJECT))
		e.object = name_of(l->val[K_OBJECT]);
	return add_effect(m, l, &e);
}

static bool add_plain(struct model *m, const struct line *l, enum effect_op op)
{
	struct effect e = effect_blank(op);

	return add_effect(m, l, &e);
}

static bool add_noreturn(struct model *m, const struct line *l)
{
	return add_plain(m, l, EF_NORETURN);
}

static bool add_leaf(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_LEAF);

	if (l->keys & KEY(NAMED)) {
		named_by_key(l, &e);
		if (!subject(l, K_LOCK, &e))
			return false;
	} else if (l->keys & KEY(LOCK)) {
		return line_error(l, "lock= without named=: nothing is said of it");
	}
	return add_effect(m, l, &e);
}

static bool add_object(struct model *m, const struct line *l)
{
	struct effect e = effect_blank(EF_OBJECT);

	return subject(l, K_ON, &e) && add_effect(m, l, &e);
}

static bool add_section(struct model *m, const struct line *l)
{
	uint8_t phase = PHASE_RUN;

	if (!phase_key(l, &phase))
		return false;
	for (unsigned i = 0; i < l->names.n; i++)
		*map_put(&m->sections, name_of(l->names.at[i]), NULL) = phase;
	return true;
}

static bool add_gfp(struct model *m, const struct line *l)
{
	for (unsigned i = 0; i < l->names.n; i++)
		*map_put(&m->gfp, name_of(l->names.at[i]), NULL) = 1;
	return true;
}

#define SWITCHES (KEY(IRQS) | KEY(BH) | KEY(PREEMPT) | KEY(LINE))
#define EFFECT (KEY(WHEN) | KEY(UNLESS) | KEY(UNLESS_UNIT) | KEY(WEAK))
#define CALLED                                                                                \
	(KEY(CTX) | KEY(IRQS) | KEY(BH) | KEY(ATOMIC) | KEY(HARD) | KEY(PHASE) | KEY(HOLDS) | \
	 KEY(UNLESS_UNIT))

static const struct verb {
	const char *name;
	uint64_t may, must;
	bool (*add)(struct model *m, const struct line *l);
} verbs[] = {
	{ "acquire",
	  KEY(LOCK) | KEY(KIND) | KEY(MODE) | KEY(TRY) | KEY(OK) | KEY(MAY_FAIL) | KEY(SUBCLASS) |
		  KEY(NEST) | KEY(ORDERED) | KEY(OBJECT) | SWITCHES | EFFECT,
	  KEY(KIND), add_acquire },
	{ "release", KEY(LOCK) | KEY(KIND) | KEY(MODE) | KEY(OBJECT) | SWITCHES | EFFECT, KEY(KIND),
	  add_release },
	{ "init", KEY(LOCK) | KEY(KIND) | KEY(NAMED) | EFFECT, KEY(KIND), add_init },
	{ "state", SWITCHES | EFFECT, 0, add_state },
	{ "sleep", KEY(GFP) | KEY(MAYBE) | EFFECT, 0, add_sleep },
	{ "wait", KEY(FOR) | KEY(ON) | KEY(OBJECT) | EFFECT, KEY(FOR), add_wait },
	{ "signal", KEY(FOR) | KEY(ON) | KEY(OBJECT) | EFFECT, KEY(FOR), add_signal },
	{ "callback",
	  KEY(RUN) | KEY(CTX) | KEY(IRQS) | KEY(BH) | KEY(ATOMIC) | KEY(HARD) | KEY(NOW) |
		  KEY(OBJECT) | KEY(ARG) | KEY(MEMBER) | KEY(NAMED) | EFFECT,
	  KEY(RUN) | KEY(CTX), add_callback },
	{ "ops", CALLED | KEY(OBJECT), KEY(CTX), add_ops },
	{ "root", CALLED, KEY(CTX), add_root },
	{ "definer", CALLED | KEY(KIND) | KEY(LOCK) | KEY(RUN) | KEY(OBJECT) | KEY(NAMED), 0,
	  add_definer },
	{ "type", KEY(KIND), KEY(KIND), add_type },
	{ "container", 0, 0, add_container },
	{ "guard", KEY(ACQUIRE) | KEY(RELEASE), 0, add_guard },
	{ "assert",
	  KEY(HELD) | KEY(OBJECT) | KEY(KIND) | KEY(IRQS) | KEY(BH) | KEY(PREEMPT) | EFFECT, 0,
	  add_assert },
	{ "noreturn", EFFECT, 0, add_noreturn },
	{ "leaf", KEY(LOCK) | KEY(NAMED) | EFFECT, 0, add_leaf },
	{ "object", KEY(ON) | EFFECT, 0, add_object },
	{ "section", KEY(PHASE), KEY(PHASE), add_section },
	{ "realtime", 0, 0, add_realtime },
	{ "gfp", 0, 0, add_gfp },
};

static bool add_line(struct model *m, const struct line *l)
{
	for (unsigned i = 0; i < ARRAY_SIZE(verbs); i++) {
		const struct verb *v = &verbs[i];

		if (strcmp(v->name, l->verb) != 0)
			continue;
		for (unsigned k = 0; k < K_N; k++) {
			if (l->keys >> k & 1 && !(v->may >> k & 1))
				return line_error(l, "'%s' has no '%s'", v->name, key_name(k));
			if (v->must >> k & 1 && !(l->keys >> k & 1))
				return line_error(l, "'%s' needs %s=", v->name, key_name(k));
		}
		return v->add(m, l);
	}
	return line_error(l, "unknown verb '%s'", l->verb);
}

/* ---- files ---- */

static void add_text(struct model *m, const char *name, const char *text, size_t len,
		     unsigned *errors)
{
	struct line_input in = { .at = text, .left = len };
	struct line l = { .file = name };
	enum line_status status;

	while ((status = line_read(&in, &l)) != LINE_END) {
		if (status == LINE_BAD || !add_line(m, &l))
			++*errors;
	}
	line_free(&l);
}

static void add_file(struct model *m, const char *path, unsigned *errors)
{
	struct strbuf text = { 0 };
	char buf[1 << 16];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (!f) {
		diag("%s: %s", path, strerror(errno));
		++*errors;
		return;
	}
	while (text.len <= MAX_FILE_SIZE && (n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(&text, buf, n);
	if (ferror(f)) {
		diag("%s: %s", path, strerror(errno));
		++*errors;
	} else if (text.len > MAX_FILE_SIZE) {
		diag("%s: too large for a model file", path);
		++*errors;
	} else {
		add_text(m, path, strbuf_str(&text), text.len, errors);
	}
	fclose(f);
	strbuf_free(&text);
}

static struct model *model_new(void)
{
	struct model *m = xcalloc(1, sizeof(*m));

	table_init(&m->apis, sizeof(struct effect));
	table_init(&m->ops, sizeof(struct ops_ctx));
	table_init(&m->roots, sizeof(struct ops_ctx));
	table_init(&m->definers, sizeof(struct definer));
	table_init(&m->guards, sizeof(struct guard_class));
	return m;
}

static struct model *model_done(struct model *m)
{
	table_freeze(&m->apis);
	table_freeze(&m->ops);
	table_freeze(&m->roots);
	table_freeze(&m->definers);
	table_freeze(&m->guards);
	return m;
}

struct model *model_load(const char *const *files, unsigned n, unsigned *errors)
{
	struct model *m = model_new();

	*errors = 0;
	for (unsigned i = 0; i < embedded_models_count; i++)
		add_text(m, embedded_models[i].name, embedded_models[i].text,
			 embedded_models[i].len, errors);
	for (unsigned i = 0; i < n; i++)
		add_file(m, files[i], errors);
	return model_done(m);
}

struct model *model_parse(const char *name, const char *text, size_t len, unsigned *errors)
{
	struct model *m = model_new();

	*errors = 0;
	add_text(m, name, text, len, errors);
	return model_done(m);
}
