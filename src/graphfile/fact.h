/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Facts: the lines of a graph file that say what holds. Evidence stands below
 * each, see told.h.
 *
 *     class NAME KIND ALIAS…      a lock class, its kind, what others call it
 *     dep FROM TO MODE            TO was taken with FROM held
 *     fault RULE FUNCTION WHAT CLASS…
 *     usage NAME BIT
 */
#ifndef UNSPIN_GRAPHFILE_FACT_H
#define UNSPIN_GRAPHFILE_FACT_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "lockgraph/lockgraph.h"

enum fact_kind { FACT_CLASS, FACT_DEP, FACT_FAULT, FACT_USAGE, FACT_N };

struct fact {
	enum fact_kind kind;
	unsigned word; /* enum lock_kind, dep_mode, rule or usage_bit */
	unsigned n;    /* the other fields, in the order of the line */
	name_t *names;
};

/* The classes that a dep, fault or usage is about: @f->names from this one on. */
unsigned fact_first_class(const struct fact *f);

/* Append it as a line, without the newline. */
void fact_put(struct strbuf *b, const struct fact *f);

/* The fact of a line that fact_put() wrote; false if it did not. Memory from @a. */
bool fact_get(const char *line, struct arena *a, struct fact *f);

/*
 * A number for what the fact is about: equal for two lines that the lock graph holds as
 * one, as two faults are that differ in the order of their classes.
 */
uint64_t fact_hash(const struct fact *f);

/* "in-hardirq", "hardirqs-on-read"…; "EN" … as lockdep abbreviates them */
const char *usage_name(enum usage_bit b);
const char *dep_mode_name(enum dep_mode m);

/* Lock modes that make a dependency of that mode. */
static inline enum lock_mode dep_mode_from(enum dep_mode m)
{
	return m == DEP_EN || m == DEP_ER ? LM_EXCLUSIVE : LM_SHARED;
}

static inline enum lock_mode dep_mode_to(enum dep_mode m)
{
	return m == DEP_ER || m == DEP_SR ? LM_SHARED_RECURSIVE : LM_EXCLUSIVE;
}

#endif
