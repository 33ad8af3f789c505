// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep for the kernel's own self-tests, made of the tracker and the rules:
 * one CPU, one task, a fresh tracker and a fresh lock graph for each test case.
 *
 * lockdep complains the moment that something is wrong and then is off for the
 * rest of the case. Here all is told to the graph, which only grows, and when a
 * test asks whether lockdep is still on, the rules say.
 */
#include "lockdep.h"

#include <stdarg.h>
#include <stdio.h>

#include <linux/lockdep.h>
#include <linux/sched.h>

#include "base/alloc.h"
#include "lockgraph/finding.h"
#include "tracker/tracker.h"

#define CPU 0

/* A class: lockdep's key and subclass */
struct known_class {
	const void *key;
	unsigned subclass;
	class_t class;
};

/* Ways in which a tracker may be wrong */
enum mutation {
	MUTATION_NONE,
	MUTATION_RECURSIVE, /* recursive readers are taken for others */
	MUTATION_READERS,   /* readers are taken for writers */
	MUTATION_TRYLOCK,   /* a trylock is taken for a lock that waits */
	MUTATION_NEST,	    /* nest locks are forgotten */
	MUTATION_HARDIRQ,   /* hardirq handlers look like the code that they interrupt */
	MUTATION_IRQS_ON,   /* that hardirqs go on is not noticed */
	MUTATION_WAIT,	    /* all locks may wait as long as they like */
	MUTATION_RELEASE,   /* a release releases nothing */
	MUTATION_N,
};

static const char *const mutations[MUTATION_N] = {
	[MUTATION_RECURSIVE] = "recursive", [MUTATION_READERS] = "readers",
	[MUTATION_TRYLOCK] = "trylock",	    [MUTATION_NEST] = "nest",
	[MUTATION_HARDIRQ] = "hardirq",	    [MUTATION_IRQS_ON] = "irqs-on",
	[MUTATION_WAIT] = "wait",	    [MUTATION_RELEASE] = "release",
};

static struct machine {
	struct tracker *tracker;
	struct lockgraph *graph;
	VEC(struct known_class) classes;
	uint64_t events;
	bool irqs_off;
	bool misused; /* debug_locks_warn_on() */
	int verdict;
	unsigned cases, warnings;
	enum mutation mutation;
} machine;

unsigned the_preempt_count;
struct task_struct the_task = { .softirqs_enabled = 1 };
int debug_locks_silent;

/* ---- the log ---- */

static bool line_begun;

static void log_text(const char *fmt, va_list ap)
{
	char text[256];

	vsnprintf(text, sizeof(text), fmt, ap);
	fputs(text, stdout);
	if (*text)
		line_begun = text[strlen(text) - 1] != '\n';
}

void printk(const char *fmt, ...)
{
	va_list ap;

	if (line_begun)
		putchar('\n');
	va_start(ap, fmt);
	log_text(fmt, ap);
	va_end(ap);
}

void pr_cont(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_text(fmt, ap);
	va_end(ap);
}

bool warn_on(bool condition, const char *text, int line)
{
	if (condition) {
		machine.warnings++;
		fprintf(stderr, "case %u: WARN_ON(%s) at line %d\n", machine.cases + 1, text, line);
	}
	return condition;
}

unsigned kernel_warnings(void)
{
	return machine.warnings;
}

/* ---- the verdict ---- */

/* Which rules complain; bit RULE_N: a lock's own code did. */
static unsigned complaints(void)
{
	struct rules_options opt = { .least = CONF_LOW, .longest_cycle = LONGEST_CYCLE };
	struct findings found;
	unsigned rules = machine.misused ? 1u << RULE_N : 0;

	for (unsigned r = 0; r < RULE_N; r++)
		opt.enabled[r] = true;
	rules_run(machine.graph, &opt, NULL, NULL, NULL, &found);
	for (unsigned i = 0; i < found.n; i++)
		rules |= 1u << found.at[i].rule;
	findings_free(&found);
	return rules;
}

int *lockdep_verdict(void)
{
	if (machine.verdict && complaints())
		machine.verdict = 0;
	return &machine.verdict;
}

bool debug_locks_warn_on(bool condition)
{
	machine.misused |= condition;
	return condition;
}

/* One line a case on stderr, for whoever wants to know why it came out so. */
static void tell_case(void)
{
	unsigned rules = complaints();

	fprintf(stderr, "case %u:", ++machine.cases);
	for (unsigned r = 0; r <= RULE_N; r++)
		if (rules & 1u << r)
			fprintf(stderr, " %s", r < RULE_N ? rule_name(r) : "misuse");
	fputc('\n', stderr);
}

/* ---- starting over ---- */

bool lockdep_mutate(const char *mutation)
{
	for (unsigned m = 1; m < MUTATION_N; m++) {
		if (!strcmp(mutations[m], mutation)) {
			machine.mutation = m;
			return true;
		}
	}
	return false;
}

void lockdep_start(void)
{
	static const struct tracker_options opt = {
		.exact_classes = true,
		.wait_types = true,
		.cpus = 1,
	};

	machine.graph = lockgraph_new();
	machine.tracker = tracker_new(&opt, &tracker_graph_sink, machine.graph);
	machine.misused = false;
	machine.verdict = 1;
	tracker_hardirqs(machine.tracker, CPU, !machine.irqs_off);
	tracker_softirqs(machine.tracker, CPU, the_task.softirqs_enabled);
}

void lockdep_stop(void)
{
	tracker_free(machine.tracker);
	lockgraph_free(machine.graph);
	vec_free(&machine.classes);
}

void lockdep_reset(void)
{
	tell_case();
	lockdep_stop();
	lockdep_start();
}

/* ---- locks ---- */

void lockdep_init_map(struct lockdep_map *map, const char *name, struct lock_class_key *key,
		      enum lock_kind kind, enum lockdep_wait_type inner)
{
	*map = (struct lockdep_map){
		.key = key, .name = name, .kind = kind, .wait_type_inner = inner
	};
}

static uint64_t address(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

static class_t class_of(const struct lockdep_map *map, unsigned subclass)
{
	const void *key = map->key ? (const void *)map->key : map;

	for (unsigned i = 0; i < machine.classes.n; i++) {
		const struct known_class *k = &machine.classes.at[i];

		if (k->key == key && k->subclass == subclass)
			return k->class;
	}

	struct known_class *k = vec_push(&machine.classes);
	/* Names need not be unique in the kernel; in a lock graph they are the class. */
	name_t name = name_printf("%s#%u", map->name, machine.classes.n);

	*k = (struct known_class){ key, subclass, lockgraph_class(machine.graph, name, map->kind) };
	return k->class;
}

static void mutate(struct acquisition *a)
{
	switch (machine.mutation) {
	case MUTATION_RECURSIVE:
		if (a->mode == LM_SHARED_RECURSIVE)
			a->mode = LM_SHARED;
		break;
	case MUTATION_READERS:
		a->mode = LM_EXCLUSIVE;
		break;
	case MUTATION_TRYLOCK:
		a->trylock = false;
		break;
	case MUTATION_NEST:
		a->nest = 0;
		break;
	case MUTATION_WAIT:
		a->wait_inner = a->wait_outer = WAIT_FREE;
		break;
	default:
		break;
	}
}

void lock_acquire(struct lockdep_map *map, unsigned subclass, int trylock, int read, int check,
		  struct lockdep_map *nest, unsigned long ip)
{
	static const enum lock_mode modes[] = { LM_EXCLUSIVE, LM_SHARED, LM_SHARED_RECURSIVE };
	struct acquisition a = {
		.lock = address(map),
		.nest = address(nest),
		.ref = ++machine.events,
		.class = class_of(map, subclass),
		.kind = map->kind,
		.mode = modes[read],
		.trylock = trylock,
		.check = check,
		/* the same numbers as in enum wait_type */
		.wait_inner = map->wait_type_inner,
		.wait_outer = map->wait_type_outer,
	};

	(void)ip;
	mutate(&a);
	tracker_acquire(machine.tracker, CPU, &a);
}

void lock_release(struct lockdep_map *map, unsigned long ip)
{
	(void)ip;
	if (machine.mutation != MUTATION_RELEASE)
		tracker_release(machine.tracker, CPU, address(map), class_of(map, 0),
				++machine.events);
}

bool lock_is_held(const struct lockdep_map *map)
{
	return tracker_held(machine.tracker, CPU, address(map));
}

void debug_check_no_locks_freed(const void *from, size_t len)
{
	tracker_memory_freed(machine.tracker, CPU, address(from), address(from) + len);
}

/* ---- interrupts ---- */

bool irqs_disabled(void)
{
	return machine.irqs_off;
}

void local_irq_disable(void)
{
	machine.irqs_off = true;
	tracker_hardirqs(machine.tracker, CPU, false);
}

void local_irq_enable(void)
{
	machine.irqs_off = false;
	if (machine.mutation != MUTATION_IRQS_ON)
		tracker_hardirqs(machine.tracker, CPU, true);
}

void __irq_enter(void)
{
	the_preempt_count += HARDIRQ_OFFSET;
	if (machine.mutation != MUTATION_HARDIRQ)
		tracker_hardirq_enter(machine.tracker, CPU, false);
}

void __irq_exit(void)
{
	if (machine.mutation != MUTATION_HARDIRQ)
		tracker_hardirq_exit(machine.tracker, CPU);
	the_preempt_count -= HARDIRQ_OFFSET;
}

void lockdep_hardirq_threaded(void)
{
	tracker_hardirq_threaded(machine.tracker, CPU);
}

void lockdep_softirq_enter(void)
{
	tracker_softirq_enter(machine.tracker, CPU);
}

void lockdep_softirq_exit(void)
{
	tracker_softirq_exit(machine.tracker, CPU);
}

static void set_softirqs(bool on)
{
	the_task.softirqs_enabled = on;
	tracker_softirqs(machine.tracker, CPU, on);
}

/* kernel/softirq.c: only the outermost one changes the state. */
void local_bh_disable(void)
{
	the_preempt_count += SOFTIRQ_DISABLE_OFFSET;
	if (softirq_count() == SOFTIRQ_DISABLE_OFFSET)
		set_softirqs(false);
}

/* Hardirqs are off while softirqs go on, so that held locks are marked once (__local_bh_enable_ip()). */
void local_bh_enable(void)
{
	WARN_ON(irqs_disabled());
	local_irq_disable();
	if (softirq_count() == SOFTIRQ_DISABLE_OFFSET)
		set_softirqs(true);
	the_preempt_count -= SOFTIRQ_DISABLE_OFFSET;
	local_irq_enable();
}
