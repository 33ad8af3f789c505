// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stack of held locks: __lock_acquire(), __lock_release() and their kin. A
 * lock that leaves from the middle has those above it taken again, as lockdep
 * does, since their neighbours below are new.
 */
#include <string.h>

#include "tracker/internal.h"

static uint64_t chain_add(const struct tracker *t, uint64_t key, const struct held_lock *lock)
{
	uint64_t id = hash_pair(lock->by.class, lock->by.mode | lock->irq_context << 2 | 16);

	if (t->opt.by_instance)
		id ^= hash_u64(lock->by.lock);
	return hash_u64(key + id);
}

/* __lock_acquire(); @references as for a lock that is taken again */
static enum tracked take(struct tracker *t, unsigned cpu, const struct acquisition *a,
			 bool hardirqs_off, uint32_t references, uint32_t pins)
{
	struct task *task = current_task(t, cpu);
	struct held_lock *next, *top = task->depth ? &task->held[task->depth - 1] : NULL;
	bool chain_head;

	if (task->depth == MAX_HELD)
		return TRACKED_FULL;
	if (!task->held)
		task->held = xcalloc(MAX_HELD, sizeof(*task->held));
	if (top && a->nest && !a->sync && top->by.class == a->class) {
		/* One that was not merged stands for itself. */
		top->references = (top->references ?: 1) + (references ?: 1);
		return TRACKED_MERGED;
	}

	struct held_lock lock = {
		.by = *a,
		.chain_key = task->chain_key,
		.references = references,
		.pins = pins,
		.hardirqs_off = hardirqs_off,
		.irq_context = tracker_irq_level(t, cpu),
	};

	check_wait_context(t, cpu, &lock);
	usage_on_acquire(t, cpu, &lock);
	if (a->nest && !tracker_held(t, cpu, a->nest))
		t->sink->fault(t->front, RULE_UNBALANCED, &lock, NULL,
			       "is nested in a lock that is not held");

	chain_head = !top || top->irq_context != lock.irq_context;

	uint64_t chain_key = chain_add(t, chain_head ? 0 : task->chain_key, &lock);

	check_chain(t, cpu, &lock, chain_key, chain_head);
	if (a->sync)
		return TRACKED_SYNC;
	next = &task->held[task->depth++];
	*next = lock;
	task->chain_key = chain_key;
	return TRACKED_HELD;
}

enum tracked tracker_acquire(struct tracker *t, unsigned cpu, const struct acquisition *a)
{
	if (t->cpus[cpu].in_nmi)
		return TRACKED_NMI;
	return take(t, cpu, a, !t->cpus[cpu].hardirqs_on, 0, 0);
}

/* match_held_lock() */
static bool is_of(const struct held_lock *held, uint64_t lock, class_t class)
{
	return held->by.lock == lock || (held->references && class && held->by.class == class);
}

/* find_held_lock(): in the present interrupt context only; NULL if not there */
static struct held_lock *find(struct task *task, uint64_t lock, class_t class)
{
	for (unsigned i = task->depth; i; i--) {
		struct held_lock *held = &task->held[i - 1];

		if (held->irq_context != task->held[task->depth - 1].irq_context)
			return NULL;
		if (is_of(held, lock, class))
			return held;
	}
	return NULL;
}

/* Cut the stack at @held and take again what stood above it, from @first on (reacquire_held_locks()). */
static void take_again(struct tracker *t, unsigned cpu, const struct held_lock *held,
		       unsigned first)
{
	struct task *task = current_task(t, cpu);
	unsigned depth = task->depth;
	struct held_lock above[MAX_HELD];
	unsigned n = 0;

	for (unsigned i = first; i < depth; i++)
		above[n++] = task->held[i];
	task->depth = (unsigned)(held - task->held);
	task->chain_key = held->chain_key;
	for (unsigned i = 0; i < n; i++)
		take(t, cpu, &above[i].by, above[i].hardirqs_off, above[i].references,
		     above[i].pins);
}

static struct held_lock *find_or_fault(struct tracker *t, unsigned cpu, uint64_t lock,
				       class_t class, uint64_t ref, const char *what)
{
	struct held_lock *held = find(current_task(t, cpu), lock, class);

	if (!held) {
		struct held_lock unheld = { .by = { .lock = lock, .class = class, .ref = ref } };

		t->sink->fault(t->front, RULE_UNBALANCED, &unheld, NULL, what);
	}
	return held;
}

bool tracker_release(struct tracker *t, unsigned cpu, uint64_t lock, class_t class, uint64_t ref)
{
	struct task *task = current_task(t, cpu);
	struct held_lock *held;

	if (t->cpus[cpu].in_nmi)
		return true;
	held = find_or_fault(t, cpu, lock, class, ref, "is released but was not held");
	if (!held)
		return false;
	if (held->pins)
		t->sink->fault(t->front, RULE_UNBALANCED, held, NULL,
			       "is released while it is pinned");
	if (held->references && --held->references)
		return true;
	if (held == &task->held[task->depth - 1]) {
		task->chain_key = held->chain_key;
		task->depth--;
		return true;
	}
	take_again(t, cpu, held, (unsigned)(held - task->held) + 1);
	return true;
}

bool tracker_downgrade(struct tracker *t, unsigned cpu, uint64_t lock, uint64_t ref)
{
	struct task *task = current_task(t, cpu);
	struct held_lock *held =
		find_or_fault(t, cpu, lock, 0, ref, "is downgraded but was not held");

	if (!held)
		return false;
	if (held->by.mode != LM_EXCLUSIVE)
		t->sink->fault(t->front, RULE_UNBALANCED, held, NULL,
			       "is downgraded but was held by a reader");
	held->by.mode = LM_SHARED;
	take_again(t, cpu, held, (unsigned)(held - task->held));
	return true;
}

bool tracker_set_class(struct tracker *t, unsigned cpu, uint64_t lock, class_t class, uint64_t ref)
{
	struct task *task = current_task(t, cpu);
	struct held_lock *held =
		find_or_fault(t, cpu, lock, 0, ref, "gets a new class but was not held");

	if (!held)
		return false;
	held->by.class = class;
	take_again(t, cpu, held, (unsigned)(held - task->held));
	return true;
}

/* lock_is_held() looks in all contexts, oldest first. */
static struct held_lock *find_anywhere(const struct tracker *t, unsigned cpu, uint64_t lock)
{
	struct task *task = current_task(t, cpu);

	for (unsigned i = 0; i < task->depth; i++)
		if (task->held[i].by.lock == lock)
			return &task->held[i];
	return NULL;
}

const struct held_lock *tracker_held(const struct tracker *t, unsigned cpu, uint64_t lock)
{
	return find_anywhere(t, cpu, lock);
}

void tracker_forget_lock(struct tracker *t, unsigned cpu, uint64_t lock)
{
	struct task *task = current_task(t, cpu);
	struct held_lock *held = find_anywhere(t, cpu, lock);

	if (!held)
		return;
	if (held == &task->held[--task->depth])
		task->chain_key = held->chain_key;
	memmove(held, held + 1, (size_t)(&task->held[task->depth] - held) * sizeof(*held));
}

bool tracker_pin(struct tracker *t, unsigned cpu, uint64_t lock)
{
	struct held_lock *held = find_anywhere(t, cpu, lock);

	if (held)
		held->pins++;
	return held;
}

bool tracker_unpin(struct tracker *t, unsigned cpu, uint64_t lock)
{
	struct held_lock *held = find_anywhere(t, cpu, lock);

	if (!held || !held->pins)
		return false;
	held->pins--;
	return true;
}

void tracker_memory_freed(struct tracker *t, unsigned cpu, uint64_t start, uint64_t end)
{
	struct task *task = current_task(t, cpu);

	for (unsigned i = 0; i < task->depth; i++)
		if (task->held[i].by.lock >= start && task->held[i].by.lock < end)
			t->sink->fault(t->front, RULE_UNBALANCED, &task->held[i], NULL,
				       "is held while its memory is freed");
}

void tracker_must_hold_nothing(struct tracker *t, unsigned cpu, const char *when)
{
	struct task *task = current_task(t, cpu);

	for (unsigned i = 0; i < task->depth; i++)
		t->sink->fault(t->front, RULE_UNBALANCED, &task->held[i], NULL, when);
}
