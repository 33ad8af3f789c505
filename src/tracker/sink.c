// SPDX-License-Identifier: GPL-2.0-only
/* The plain sink: facts go into a lock graph as they come. */
#include "tracker/tracker.h"

static struct evidence evidence_of(const struct held_lock *lock)
{
	return (struct evidence){ .ref = lock->by.ref, .order = lock->by.ref };
}

static void usage(void *front, const struct held_lock *lock, unsigned bits)
{
	struct evidence why = evidence_of(lock);

	for (unsigned bit = 0; bit < USAGE_N; bit++)
		if (bits & 1u << bit)
			lockgraph_usage(front, lock->by.class, bit, &why);
}

static void depends(void *front, const struct held_lock *from, const struct held_lock *to)
{
	struct evidence why = evidence_of(to);

	lockgraph_depends(front, from->by.class, from->by.mode, to->by.class, to->by.mode, &why);
}

static void fault(void *front, enum rule rule, const struct held_lock *lock,
		  const struct held_lock *other, const char *what)
{
	struct evidence why = evidence_of(lock);
	class_t classes[2];
	unsigned n = 0;

	/* Of a lock that is not held not even the class may be known. */
	if (lock->by.class)
		classes[n++] = lock->by.class;
	if (other && other->by.class != lock->by.class)
		classes[n++] = other->by.class;
	lockgraph_fault(front, rule, classes, n, 0, name_of(what), &why);
}

const struct tracker_sink tracker_graph_sink = { usage, depends, fault };
