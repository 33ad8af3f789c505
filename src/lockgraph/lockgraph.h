/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lock graph: the waist of the program. Lock classes, how each is used in
 * which context, which was taken with which held, and why we say so.
 *
 * It knows nothing of C source, logs or traces. A front end adds facts, each
 * with *evidence*: a number of the front end's own that it can later unfold
 * into a story. For each fact the best evidence is kept: highest confidence,
 * then shortest, then first by the front end's stable order, so that results
 * do not depend on the order in which facts arrive.
 *
 * Semantics are lockdep's of Linux 6.12 (kernel/locking/lockdep.c): usage
 * bits per context for write and read, dependencies that know whether each end
 * was exclusive, shared or recursively shared, and strong paths only
 * (Documentation/locking/lockdep-design.rst, "Recursive read locks").
 */
#ifndef UNSPIN_LOCKGRAPH_LOCKGRAPH_H
#define UNSPIN_LOCKGRAPH_LOCKGRAPH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/name.h"
#include "lockgraph/lock.h"

enum confidence {
	CONF_HIGH,
	CONF_MEDIUM,
	CONF_LOW,
	CONF_N,
};
const char *confidence_name(enum confidence c);

typedef uint32_t class_t; /* number of a lock class; 0 is none */

/* Why a fact holds. */
struct evidence {
	uint64_t ref;	 /* the front end's own number */
	uint64_t order;	 /* stable tie-break: smaller first, the same in every run */
	uint16_t length; /* steps of its story, shorter is better */
	uint8_t conf;	 /* enum confidence */
	uint8_t reason; /* index into the front end's reasons for less than high confidence; 0 none */
	name_t function; /* the function that takes the lock: other sites are listed by it */
	name_t config; /* holds only with this option set (or, with config_off, not set); 0: always */
	bool config_off;
	name_t party; /* whose object it is, by a name that is the same in every run; 0: anybody's */
};

/*
 * The two are never about one lock: one needs an option that the other needs to
 * be off, or they are about objects of parties that share none.
 */
static inline bool evidence_exclude(const struct evidence *a, const struct evidence *b)
{
	if (a->party && b->party && a->party != b->party)
		return true;
	return a->config && a->config == b->config && a->config_off != b->config_off;
}

/* lockdep's usage bits (lockdep_internals.h, lockdep_states.h), _READ for shared modes */
enum usage_bit {
	USED_IN_HARDIRQ,
	USED_IN_HARDIRQ_READ,
	ENABLED_HARDIRQ, /* taken with hardirqs on */
	ENABLED_HARDIRQ_READ,
	USED_IN_SOFTIRQ,
	USED_IN_SOFTIRQ_READ,
	ENABLED_SOFTIRQ, /* taken with softirqs on */
	ENABLED_SOFTIRQ_READ,
	USAGE_N,
};

struct lockgraph;
struct lockgraph *lockgraph_new(void);
void lockgraph_free(struct lockgraph *g);

/*
 * The class of that name, added if new. Facts of one name are one class whoever
 * tells them; where they disagree on the kind, the first in enum order counts.
 */
class_t lockgraph_class(struct lockgraph *g, name_t name, enum lock_kind kind);
/* The class of that name if there is one, else 0. */
class_t lockgraph_find(const struct lockgraph *g, name_t name);
name_t lockgraph_class_name(const struct lockgraph *g, class_t c);
enum lock_kind lockgraph_class_kind(const struct lockgraph *g, class_t c);

/*
 * Another front end calls class @c so: lockdep has "&s->lock" for `struct foo.lock`. Several
 * classes may have one alias; facts are never moved from class to class by it.
 */
void lockgraph_alias(struct lockgraph *g, class_t c, name_t alias);

/* The aliases of @c, each once, in no order that a user may see; returns how many. */
unsigned lockgraph_aliases(const struct lockgraph *g, class_t c, const name_t **aliases);

/* Class @c was used so. */
void lockgraph_usage(struct lockgraph *g, class_t c, enum usage_bit bit,
		     const struct evidence *why);

/*
 * @to was taken in @to_mode with @from held in @from_mode. A trylock as @to
 * makes no dependency: do not report it (lockdep neither). @from == @to (two
 * instances) is kept but closes no cycle: whether it is a double-lock only the
 * front end can tell.
 */
void lockgraph_depends(struct lockgraph *g, class_t from, enum lock_mode from_mode, class_t to,
		       enum lock_mode to_mode, const struct evidence *why);

/* ---- faults that the front end sees at one place, without the graph ---- */

enum rule {
	RULE_IRQ_UNSAFE,
	RULE_IRQ_INVERSION,
	RULE_LOCK_ORDER,
	RULE_DOUBLE_LOCK,
	RULE_WAIT_UNDER_LOCK,
	RULE_SLEEP_IN_ATOMIC,
	RULE_WAIT_CONTEXT,
	RULE_IRQ_ENABLED_EARLY,
	RULE_FLAGS_REUSE,
	RULE_UNBALANCED,
	RULE_N,
};
const char *rule_name(enum rule r);
/* RULE_N if there is none of that name */
enum rule rule_of(const char *name);

/*
 * A fault that one path shows by itself (double-lock, sleep-in-atomic,
 * wait-context, irq-enabled-early, flags-reuse, unbalanced). @classes may be
 * none. @what, 0 for none, says more: for sleep-in-atomic what sleeps
 * ("msleep"); for unbalanced what is wrong with the classes ("is still held on
 * this return") or, if there are none, the whole of it ("hardirqs stay off on
 * this return"); else the detail at the end of the finding's first line. Faults
 * of one rule, one set of classes and one @function (where it stands) fold into
 * one finding.
 */
void lockgraph_fault(struct lockgraph *g, enum rule rule, const class_t *classes, unsigned n,
		     name_t function, name_t what, const struct evidence *why);

/* ---- reading it: for rules, graph files, statistics ---- */

/* Bits of lock_dep.modes: lockdep's DEP_SR_BIT … DEP_EN_BIT under the same names. */
enum dep_mode {
	DEP_EN, /* from exclusive, to exclusive or shared */
	DEP_ER, /* from exclusive, to recursively shared */
	DEP_SN, /* from shared in either way, to exclusive or shared */
	DEP_SR,
	DEP_N,
};

struct lock_dep {
	class_t from, to;
	uint8_t modes;			   /* bits of enum dep_mode */
	const struct evidence *why[DEP_N]; /* the best one; NULL where the bit is not set */
};

unsigned lockgraph_classes(const struct lockgraph *g); /* classes are 1 … this */

/*
 * What was taken with @from held, in no order that a user may see; *@deps is
 * valid until the next lockgraph_depends().
 */
unsigned lockgraph_deps(const struct lockgraph *g, class_t from,
			const struct lock_dep *const **deps);

/* Bits of enum usage_bit; evidence for one, NULL if unset. */
unsigned lockgraph_usage_bits(const struct lockgraph *g, class_t c);
const struct evidence *lockgraph_usage_why(const struct lockgraph *g, class_t c,
					   enum usage_bit bit);

/*
 * All evidences that are kept for one usage bit, best first, one a function: at
 * most USAGE_SITES of them. Returns how many.
 */
#define USAGE_SITES 9u
unsigned lockgraph_usage_sites(const struct lockgraph *g, class_t c, enum usage_bit bit,
			       const struct evidence **sites);

/* Likewise for the dependency of @to on @from in one mode. */
unsigned lockgraph_dep_sites(const struct lockgraph *g, class_t from, class_t to,
			     enum dep_mode mode, const struct evidence **sites);

/* The direct faults, folded, in no order that a user may see. */
struct lock_fault {
	enum rule rule;
	name_t function, what;
	unsigned nclasses;
	const class_t *classes; /* as first told */
	unsigned nwhy;		/* best first, one an evidence's function, at most USAGE_SITES */
	const struct evidence *why;
};
unsigned lockgraph_faults(const struct lockgraph *g);
struct lock_fault lockgraph_fault_at(const struct lockgraph *g, unsigned i);

/* Negative if @a is the better evidence, positive if @b is, 0 if they are the same one. */
int evidence_cmp(const struct evidence *a, const struct evidence *b);

#endif
