/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What recordings show, in bounded memory: for each lock class (by lockdep's
 * name) how it was used, what was taken with it held, and on which *instances*,
 * a few of each. A recording names a class without its key and subclass, so one
 * name may stand for several of lockdep's classes; which instance it was tells
 * what really met (judge.c).
 *
 * The tracker tells facts here as its sink.
 */
#ifndef UNSPIN_TRACE_FACTS_H
#define UNSPIN_TRACE_FACTS_H

#include "trace/names.h"
#include "trace/sighting.h"
#include "tracker/tracker.h"

#define USAGE_SAMPLES 8u
#define DEP_SAMPLES 32u

/*
 * What a kernel can't reach and a hostile recording must not pass: lockdep has
 * room for 8,192 classes (MAX_LOCKDEP_KEYS) and at most 2 million dependencies
 * (CONFIG_LOCKDEP_BITS).
 */
#define MOST_CLASSES (1u << 15)
#define MOST_DEPS (1u << 18)
#define MOST_SAMPLES (1u << 20)

/* Stands for all instances of a class where addresses are not shown; no kernel address is so small. */
#define HIDDEN_INSTANCE(class) ((uint64_t)(class))
#define INSTANCE_IS_HIDDEN(lock) ((lock) <= UINT32_MAX)

/* A usage bit as it was seen once. */
struct usage_sample {
	uint64_t lock;	/* the instance */
	uint32_t where; /* sighting of the acquisition */
	uint32_t on;	/* sighting of what switched interrupts on with it held; 0: taken so */
	uint32_t file;
	bool conflict; /* this instance was used so and in a way that is at odds with it */
};

struct usage_samples {
	unsigned n;
	struct usage_sample at[USAGE_SAMPLES];
};

/* Used in an interrupt. */
#define IN_BITS                                                                       \
	(1u << USED_IN_HARDIRQ | 1u << USED_IN_HARDIRQ_READ | 1u << USED_IN_SOFTIRQ | \
	 1u << USED_IN_SOFTIRQ_READ)

struct class_facts {
	name_t name;
	enum lock_kind named; /* what the name says, LK_NONE: nothing */
	bool unchecked;	      /* taken without being validated */
	bool spun;	      /* released with preemption off */
	bool slept;  /* taken or released with preemption and irqs on: no spinning lock is */
	bool fell;   /* released at less depth than it was taken at, with the same locks held */
	bool stayed; /* released at the depth that it was taken at */
	bool read, written;
	uint8_t bits; /* 1 << enum usage_bit */
	uint8_t full; /* bits that have USAGE_SAMPLES */
	struct usage_samples usage[USAGE_N];
	struct usage_samples switched; /* held while its task was put to sleep */
};

struct dep_sample {
	uint64_t from_lock, to_lock;
	uint32_t from_where, to_where;
	uint32_t file;
	uint8_t from_mode, to_mode; /* enum lock_mode as the replay knows it; see judge.c */
};

struct dep_facts {
	class_t from, to;
	VEC(struct dep_sample) samples;
};

/* A fault that one place of a recording shows by itself. */
struct fault_facts {
	enum rule rule;
	class_t class, other; /* 0: none */
	uint64_t lock;
	uint32_t where, other_where; /* sightings, 0: none */
	const char *what;
};
#define MOST_FAULTS 4096u

/* What one instance of a class that interrupts use was seen in. */
struct instance;

/* A sample of a dependency that may yet have to be taken back. */
struct told_dep {
	uint32_t dep, from_where, to_where;
	uint64_t ref; /* the latest sighting when it was told */
};
#define CARRIED 1024u
#define LATEST 256u

struct facts {
	struct names *names;
	struct sightings sightings;
	struct stacks stacks;
	VEC(struct class_facts) classes; /* from 1 on */
	struct map by_name;
	VEC(struct dep_facts) deps;
	struct map by_pair;
	VEC(struct fault_facts) faults;
	struct map faults_told;
	struct instance *instances;
	unsigned nsamples; /* of all dependencies */
	bool full;	   /* something had to be left out, see MOST_CLASSES */
	/*
	 * The latest on a lock that its task had brought along from another CPU or from before it
	 * slept, in a ring. If it turns out that events were lost meanwhile, it may have released
	 * the lock there.
	 */
	struct told_dep carried[CARRIED];
	unsigned ncarried;
	struct told_dep latest[LATEST]; /* all dependencies, in a ring */
	unsigned nlatest;
	uint32_t file;	/* the recording that is being read */
	uint64_t since; /* the latest ref when the current task came to its CPU */
	uint64_t now;	/* ref of the sighting of the current event, for what it switches on */
};

void facts_init(struct facts *f);
void facts_free(struct facts *f);

/* The class of that name; 0 if there is no room for a new one. */
class_t facts_class(struct facts *f, name_t name);

/* A new recording: instances of the one before are others. */
void facts_next_file(struct facts *f, uint32_t file);

/* A lock of @class was taken, or released, in the state that @flags tell. */
void facts_taken(struct facts *f, class_t class, const struct event_flags *flags);
void facts_released(struct facts *f, class_t class, const struct event_flags *flags);

/*
 * A lock of @class was taken at preemption depth @before and released at @after,
 * with the same locks held. A spinning lock is released at the depth at which it
 * was taken; mutex_lock() has preemption off only while it takes the lock.
 */
void facts_depths(struct facts *f, class_t class, unsigned before, unsigned after);

/* @lock is held by a task that is put to sleep. */
void facts_switched(struct facts *f, const struct held_lock *lock);

/* @lock is held by a task that is done with the kernel; @what ends "it …". */
void facts_left_behind(struct facts *f, const struct held_lock *lock, const char *what);

/* Events after the sighting @ref were lost: what rests on what tasks carried along since then goes. */
void facts_doubt_since(struct facts *f, uint64_t ref);

/*
 * @lock had been released before what rests on its being held was told: its
 * release was not recorded. What was told lately of it goes.
 */
void facts_withdraw(struct facts *f, const struct held_lock *lock);

/* Is it known of the class that its locks spin, so that preemption is off while they are held? */
bool facts_spins(const struct facts *f, class_t class);

/* The recording @file shows no release: forget what rests on a lock's being held. */
void facts_drop_held(struct facts *f, uint32_t file);

void facts_fault(struct facts *f, const struct fault_facts *fault);

/* The sink; its front is a struct facts *. */
extern const struct tracker_sink facts_sink;

#endif
