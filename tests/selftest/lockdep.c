// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep for the kernel's own self-tests, made of the tracker and the rules: a
 * fresh tracker and a fresh lock graph for each test case.
 *
 * lockdep complains the moment that something is wrong and then is off for the
 * rest of the case. Here all is told to the graph, which only grows, and when a
 * test asks whether lockdep is still on, the rules say.
 */
#include <linux/lockdep.h>

#include <stdio.h>

#include "base/alloc.h"
#include "lockgraph/finding.h"
#include "machine.h"

/* A class: lockdep's key and subclass */
struct known_class {
	const void *key;
	unsigned subclass;
	class_t class;
};

static const char *const mutations[MUTATION_N] = {
	[MUTATION_RECURSIVE] = "recursive", [MUTATION_READERS] = "readers",
	[MUTATION_TRYLOCK] = "trylock",	    [MUTATION_NEST] = "nest",
	[MUTATION_HARDIRQ] = "hardirq",	    [MUTATION_IRQS_ON] = "irqs-on",
	[MUTATION_WAIT] = "wait",	    [MUTATION_RELEASE] = "release",
};

struct machine machine;

static struct lockgraph *graph;
static VEC(struct known_class) classes;
static uint64_t events;
static bool misused; /* debug_locks_warn_on() */
static int verdict;

int debug_locks_silent;

/* ---- the verdict ---- */

/* Which rules complain; bit RULE_N: a lock's own code did. */
static unsigned complaints(void)
{
	struct rules_options opt = { .least = CONF_LOW, .longest_cycle = LONGEST_CYCLE };
	struct findings found;
	unsigned rules = misused ? 1u << RULE_N : 0;

	for (unsigned r = 0; r < RULE_N; r++)
		opt.enabled[r] = true;
	rules_run(graph, &opt, NULL, NULL, NULL, &found);
	for (unsigned i = 0; i < found.n; i++)
		rules |= 1u << found.at[i].rule;
	findings_free(&found);
	return rules;
}

int *lockdep_verdict(void)
{
	if (verdict && complaints())
		verdict = 0;
	return &verdict;
}

bool debug_locks_warn_on(bool condition)
{
	misused |= condition;
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

bool machine_mutate(const char *mutation)
{
	for (unsigned m = 1; m < MUTATION_N; m++) {
		if (!strcmp(mutations[m], mutation)) {
			machine.mutation = m;
			return true;
		}
	}
	return false;
}

void machine_start(void)
{
	static const struct tracker_options opt = {
		.exact_classes = true,
		.wait_types = true,
		.cpus = 1,
	};

	graph = lockgraph_new();
	machine.tracker = tracker_new(&opt, &tracker_graph_sink, graph);
	misused = false;
	verdict = 1;
	irqs_start();
}

void machine_stop(void)
{
	tracker_free(machine.tracker);
	lockgraph_free(graph);
	vec_free(&classes);
}

void lockdep_reset(void)
{
	tell_case();
	machine_stop();
	machine_start();
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

	for (unsigned i = 0; i < classes.n; i++) {
		const struct known_class *k = &classes.at[i];

		if (k->key == key && k->subclass == subclass)
			return k->class;
	}

	struct known_class *k = vec_push(&classes);
	/* Names need not be unique in the kernel; in a lock graph they are the class. */
	name_t name = name_printf("%s#%u", map->name, classes.n);

	*k = (struct known_class){ key, subclass, lockgraph_class(graph, name, map->kind) };
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
		.ref = ++events,
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
	irqs_record();
	tracker_acquire(machine.tracker, CPU, &a);
}

void lock_release(struct lockdep_map *map, unsigned long ip)
{
	(void)ip;
	irqs_record();
	if (machine.mutation != MUTATION_RELEASE)
		tracker_release(machine.tracker, CPU, address(map), class_of(map, 0), ++events);
}

bool lock_is_held(const struct lockdep_map *map)
{
	return tracker_held(machine.tracker, CPU, address(map));
}

void debug_check_no_locks_freed(const void *from, size_t len)
{
	tracker_memory_freed(machine.tracker, CPU, address(from), address(from) + len);
}
