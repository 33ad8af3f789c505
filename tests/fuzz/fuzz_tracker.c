// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any sequence of calls is tracked without a crash, a leak or a hang, and what is
 * told is about locks that are held. At the end all that is held can be released.
 */
#include <string.h>

#include "base/alloc.h"
#include "lockgraph/finding.h"
#include "script.h"

#define CPUS 2u

struct front {
	struct tracker *tracker;
	struct lockgraph *graph;
	unsigned cpu;
};

static void must(bool condition)
{
	if (!condition)
		abort();
}

static bool is_on_stack(const struct front *f, const struct held_lock *lock)
{
	const struct held_lock *stack;
	unsigned depth = tracker_stack(f->tracker, f->cpu, &stack);

	return depth && lock >= stack && lock < stack + depth;
}

static void usage(void *front, const struct held_lock *lock, unsigned bits)
{
	const struct front *f = front;

	must(bits && bits < 1u << USAGE_N && lock->by.check);
	tracker_graph_sink.usage(f->graph, lock, bits);
}

static void depends(void *front, const struct held_lock *from, const struct held_lock *to)
{
	const struct front *f = front;

	must(is_on_stack(f, from) && !is_on_stack(f, to));
	must(from->by.check && to->by.check && !to->by.trylock);
	must(from->irq_context == to->irq_context);
	tracker_graph_sink.depends(f->graph, from, to);
}

static void fault(void *front, enum rule rule, const struct held_lock *lock,
		  const struct held_lock *other, const char *what)
{
	const struct front *f = front;

	must((unsigned)rule < RULE_N && what && (!other || is_on_stack(f, other)));
	tracker_graph_sink.fault(f->graph, rule, lock, other, what);
}

static const struct tracker_sink sink = { usage, depends, fault };

/* A lock of few, from two bytes */
static void lock_of(const uint8_t *b, struct acquisition *a)
{
	a->class = 1 + b[0] % 6;
	a->lock = (uint64_t)a->class << 12 | (b[0] >> 4 & 3);
	a->kind = b[1] % LK_N;
	a->mode = (b[1] >> 5) % LM_N;
	a->check = true;
}

static void one(struct front *f, const uint8_t *b)
{
	struct op op = { .kind = b[0] % (OP_LOST + 1), .on = b[0] & 0x80, .number = b[1] % 7 };
	struct acquisition nest;

	lock_of(b + 1, &op.a);
	if (op.kind == OP_SET_CLASS)
		op.number = 1 + b[3] % 6;
	if (op.kind == OP_CPU)
		op.number %= CPUS;
	if (b[0] >> 5 == 3) {
		struct irq_context c = { b[1] & 1, b[1] & 2, b[1] & 4, b[1] & 8, b[1] & 16 };

		tracker_irq_context(f->tracker, f->cpu, &c);
		return;
	}
	if (b[0] >> 5 == 2)
		op.kind = OP_TAKE;
	if (op.kind == OP_TAKE) {
		op.a.trylock = b[3] & 1;
		op.a.check = !(b[3] & 2);
		op.a.sync = b[3] & 4;
		op.a.wait_override = b[3] & 8;
		op.a.wait_inner = b[3] >> 4 & 4;
		if (b[3] & 32) {
			lock_of(b, &nest);
			op.a.nest = nest.lock;
		}
	}
	if (op.kind == OP_TASK && b[1] == 0xff)
		tracker_switch(f->tracker, f->cpu, UINT64_MAX - b[2]);
	else
		script_do(f->tracker, &f->cpu, &op);
}

static void release_all(struct front *f)
{
	const struct held_lock *stack;
	unsigned depth;

	tracker_nmi(f->tracker, f->cpu, false);
	while ((depth = tracker_stack(f->tracker, f->cpu, &stack)) > 0) {
		const struct held_lock *top = &stack[depth - 1];

		must(tracker_held(f->tracker, f->cpu, top->by.lock));
		must(tracker_release(f->tracker, f->cpu, top->by.lock, top->by.class, 0));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tracker_options opt = { .cpus = CPUS };
	struct rules_options rules;
	struct findings found;
	struct front f = { .graph = lockgraph_new() };

	if (size) {
		opt.exact_classes = *data & 1;
		opt.by_instance = *data & 2;
		opt.wait_types = *data & 4;
		data++;
		size--;
	}
	f.tracker = tracker_new(&opt, &sink, &f);
	for (unsigned c = 1; c <= 6; c++)
		must(lockgraph_class(f.graph, name_printf("%u", c), LK_SPIN) == c);
	for (size_t i = 0; i + 4 <= size && i < 4096; i += 4)
		one(&f, data + i);
	for (f.cpu = 0; f.cpu < CPUS; f.cpu++)
		release_all(&f);
	tracker_free(f.tracker);

	rules_default(&rules);
	rules_run(f.graph, &rules, NULL, NULL, NULL, &found);
	findings_free(&found);
	lockgraph_free(f.graph);
	return 0;
}
