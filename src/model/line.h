/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One line of a model file, taken apart but not yet understood:
 * VERB NAME(PARAMETERS) KEY=VALUE… FLAG…
 */
#ifndef UNSPIN_MODEL_LINE_H
#define UNSPIN_MODEL_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/strbuf.h"

#define MAX_PARAMS 32u

/* The keys and flags; key_text[] in line.c spells them. */
enum key {
	K_ACQUIRE,
	K_ARG,
	K_ATOMIC,
	K_BH,
	K_CTX,
	K_FOR,
	K_GFP,
	K_HARD,
	K_HELD,
	K_HOLDS,
	K_IRQS,
	K_KIND,
	K_LINE,
	K_LOCK,
	K_MAY_FAIL,
	K_MAYBE,
	K_MEMBER,
	K_MODE,
	K_NAMED,
	K_NEST,
	K_NOW,
	K_OBJECT,
	K_OK,
	K_ON,
	K_ORDERED,
	K_PHASE,
	K_PREEMPT,
	K_RELEASE,
	K_RUN,
	K_SUBCLASS,
	K_TRY,
	K_UNLESS,
	K_UNLESS_UNIT,
	K_WEAK,
	K_WHEN,
	K_N,
};
#define KEY(k) (UINT64_C(1) << K_##k)

/* All text points into the line's own copy, valid until the next line_read(). */
struct line {
	const char *file;
	unsigned no; /* of its first physical line, from 1 */
	const char *verb;
	VEC(const char *) names; /* "a|b" is two */
	const char *params[MAX_PARAMS];
	unsigned nparams;
	uint64_t keys;	      /* which are there: KEY() bits */
	const char *val[K_N]; /* value of each key; of those that may stand twice the first … */
	const char *second[K_N]; /* … and the second, NULL if there is none */
	struct strbuf text;
};

/* Where reading stands in a text; set @at, @left and @no = 0 to begin. */
struct line_input {
	const char *at;
	size_t left;
	unsigned no;
};

enum line_status { LINE_END, LINE_OK, LINE_BAD };

/*
 * The next line that says something into @l. LINE_BAD: it can't be taken apart,
 * which line_error() has said; reading may go on with the line after it.
 */
enum line_status line_read(struct line_input *in, struct line *l);
void line_free(struct line *l);

/* "FILE:LINE: …" through diag(); returns false, so that a caller can return it. */
bool line_error(const struct line *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

const char *key_name(enum key k);

#endif
