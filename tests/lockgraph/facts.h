/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small front end for tests: facts are told in one line each, and every
 * evidence unfolds into a story of one step. Functions are named by the test;
 * the line is the evidence's number, so a test sees which one was used.
 */
#ifndef UNSPIN_TESTS_FACTS_H
#define UNSPIN_TESTS_FACTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lockgraph/finding.h"

/* lockdep-design.rst's letters */
static const __attribute__((unused)) enum lock_mode W = LM_EXCLUSIVE, r = LM_SHARED,
						    R = LM_SHARED_RECURSIVE;

static uint64_t next_ref;
static unsigned stories_told;

static struct evidence by(const char *function, enum confidence conf)
{
	next_ref++;
	return (struct evidence){ .ref = next_ref,
				  .order = next_ref,
				  .length = 1,
				  .conf = conf,
				  .reason = conf == CONF_HIGH ? 0 : 1,
				  .function = name_of(function) };
}

static void tell_story(void *front, const struct evidence *why, struct arena *a, struct story *out)
{
	(void)front;
	stories_told++;
	out->ctx = LC_PROCESS;
	out->irqs_on = 1;
	out->bh_on = 1;
	out->nsteps = 1;
	out->steps = arena_new(a, struct story_step);
	out->steps[0] = (struct story_step){ .function = why->function,
					     .file = name_of("drivers/t.c"),
					     .line = (uint32_t)why->ref,
					     .col = 2,
					     .what = "takes it" };
}

static const char *tell_reason(void *front, const struct evidence *why)
{
	(void)front;
	return why->reason ? "a guess" : NULL;
}

static inline class_t spin(struct lockgraph *g, const char *name)
{
	return lockgraph_class(g, name_of(name), LK_SPIN);
}

static inline void used(struct lockgraph *g, class_t c, enum usage_bit bit, const char *function)
{
	struct evidence e = by(function, CONF_HIGH);

	lockgraph_usage(g, c, bit, &e);
}

static inline void depends(struct lockgraph *g, class_t a, enum lock_mode am, class_t b,
			   enum lock_mode bm, const char *function)
{
	struct evidence e = by(function, CONF_HIGH);

	lockgraph_depends(g, a, am, b, bm, &e);
}

/* Run one rule alone, down to @least. */
static inline struct findings run_rule(const struct lockgraph *g, enum rule rule,
				       enum confidence least)
{
	struct rules_options opt = { .least = least };
	struct findings f;

	opt.enabled[rule] = true;
	rules_run(g, &opt, tell_story, tell_reason, NULL, &f);
	return f;
}

/* "a b c" */
static inline const char *classes_of(const struct finding *f)
{
	static char text[256];

	*text = '\0';
	for (unsigned i = 0; i < f->nclasses; i++) {
		strncat(text, i ? " " : "", sizeof(text) - strlen(text) - 1);
		strncat(text, name_str(f->classes[i]), sizeof(text) - strlen(text) - 1);
	}
	return text;
}

#endif
