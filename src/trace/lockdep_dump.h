/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lockdep itself knows: dumps of /proc/lockdep (classes, how they were used,
 * direct dependencies) and /proc/lockdep_chains (which locks were held together,
 * in which context), as kernel/locking/lockdep_proc.c of Linux 5.4 to 6.12 prints
 * them. They tell neither places nor tasks, and no lock's kind.
 */
#ifndef UNSPIN_TRACE_LOCKDEP_DUMP_H
#define UNSPIN_TRACE_LOCKDEP_DUMP_H

#include "base/alloc.h"
#include "base/hash.h"
#include "lockgraph/finding.h"
#include "recording/reader.h"
#include "trace/names.h"

/* lockdep has no room for more: MAX_LOCKDEP_KEYS, and the largest values of lib/Kconfig.debug. */
#define LOCKDEP_CLASSES_MAX (1u << 13)
#define LOCKDEP_CHAINS_MAX (1u << 21)
#define LOCKDEP_DEPS_MAX (1u << 21)
#define LOCKDEP_LINKS_MAX (1u << 24)
#define LOCKDEP_NAME_MAX 512u /* KSYM_NAME_LEN; names are a macro's argument, mostly short */

/* A line of a dump. */
struct lockdep_place {
	uint32_t file; /* index into lockdep_dump.files */
	uint32_t line; /* from 1 */
};

struct lockdep_class {
	name_t name;	  /* as lockdep has it, "#2" and "/1" kept; one class each */
	uint64_t ops;	  /* how often it was taken, 0: not known (CONFIG_DEBUG_LOCKDEP) */
	bool in_classes;  /* has a line of its own in /proc/lockdep */
	uint8_t usage;	  /* 1 << enum usage_bit */
	bool usage_known; /* the dump has usage characters (CONFIG_PROVE_LOCKING) */
	struct lockdep_place place;
};

/* @to was taken with @from held: a "->" line. Classes are indexes into lockdep_dump.classes. */
struct lockdep_dep {
	uint32_t from, to;
	struct lockdep_place place;
};

/* Locks that one task held together, in the order in which it took them. */
struct lockdep_chain {
	enum lock_ctx ctx; /* a hardirq in a softirq is LC_HARDIRQ */
	uint32_t first, n; /* into lockdep_dump.links */
	struct lockdep_place place;
};

/* Starts as all zeroes. */
struct lockdep_dump {
	VEC(name_t) files; /* as the user named them */
	VEC(struct lockdep_class) classes;
	VEC(struct lockdep_dep) deps;
	VEC(struct lockdep_chain) chains;
	VEC(uint32_t) links;	     /* classes of all chains */
	struct map by_name, by_pair; /* indexes of classes and deps */
};

/* Does a file that begins so look like one of the two? */
bool lockdep_dump_looks(const unsigned char *head, unsigned n);

/*
 * Add what @in holds, either dump; several files are taken for the same kernel's. What
 * can't be read is told by one diag(). False if nothing could be read.
 */
bool lockdep_dump_read(struct lockdep_dump *d, struct input *in);
void lockdep_dump_free(struct lockdep_dump *d);

/*
 * The name that trace events have: without "#2" (one of several keys of that name)
 * and "/1" (the subclass).
 */
name_t lockdep_dump_plain_name(name_t name);

/* ---- lockdep_graph.c: as a front end of the lock graph ---- */

/* Set in the ref of every evidence of a dump, so that another front end may tell the same graph. */
#define LOCKDEP_REF (1ull << 63)

/*
 * Tell it all to @g. Classes keep their names and have the plain ones as aliases; their
 * kinds are @names' word, if that is not NULL. Confidence is medium, and low where only a
 * chain shows a dependency.
 */
void lockdep_dump_to_graph(const struct lockdep_dump *d, struct names *names, struct lockgraph *g);

/* story_fn and reason_fn for that graph; their front is the dump. */
void lockdep_dump_story(void *dump, const struct evidence *why, struct arena *a, struct story *out);
const char *lockdep_dump_reason(void *dump, const struct evidence *why);

/* Is the story one of lockdep_dump_story()? */
bool lockdep_dump_told(const struct story *s);

#endif
