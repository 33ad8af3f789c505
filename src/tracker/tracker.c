// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks and CPUs: who runs where, what a task holds, and what must be forgotten
 * when events were lost. A task has memory of its own only while it runs, holds
 * a lock or has softirqs off; so memory follows what is held at one time, not
 * the length of the stream.
 */
#include <string.h>

#include "tracker/internal.h"

#define MOST_FORGOTTEN 1024u

/*
 * So many tasks can't hold locks at one time on a real machine. If they do by a
 * recording, its releases are missing, and memory must not follow its length.
 */
#define MOST_TASKS (1u << 16)

/* Each CPU begins with a task of its own that nobody else names. */
static uint64_t own_task(unsigned cpu)
{
	return UINT64_MAX - 1 - cpu;
}

static void task_reset(struct task *task, uint64_t id)
{
	task->id = id;
	task->depth = 0;
	task->chain_key = 0;
	task->in_softirq = 0;
	task->softirqs_on = true;
	task->hardirq_threaded = false;
}

static bool task_is_plain(const struct task *task)
{
	return !task->depth && !task->in_softirq && task->softirqs_on;
}

static void task_leave(struct tracker *t, uint32_t i);

/* Forget what all tasks hold that do not run. */
static void forget_sleepers(struct tracker *t)
{
	for (uint32_t i = 1; i < t->tasks.n; i++)
		if (!t->tasks.at[i]->running && !task_is_plain(t->tasks.at[i])) {
			task_reset(t->tasks.at[i], t->tasks.at[i]->id);
			task_leave(t, i);
		}
}

static uint32_t task_index(struct tracker *t, uint64_t id)
{
	uint32_t *slot = map_put(&t->by_id, id, NULL);
	uint32_t i;

	if (*slot)
		return *slot;
	if (t->tasks.n >= MOST_TASKS && !t->idle.n) {
		forget_sleepers(t);
		slot = map_put(&t->by_id, id, NULL);
	}
	if (t->idle.n) {
		i = vec_pop(&t->idle);
	} else {
		i = t->tasks.n;
		*vec_push(&t->tasks) = xcalloc(1, sizeof(struct task));
	}
	task_reset(t->tasks.at[i], id);
	t->tasks.at[i]->running = 0;
	*slot = i;
	return i;
}

/* Of tasks that are forgotten nothing must be left: a long recording has any number of them. */
static void sweep_ids(struct tracker *t)
{
	struct map left = { 0 };

	for (uint32_t i = 1; i < t->tasks.n; i++) {
		const uint32_t *slot = map_get(&t->by_id, t->tasks.at[i]->id);

		if (slot && *slot == i)
			*map_put(&left, t->tasks.at[i]->id, NULL) = i;
	}
	map_free(&t->by_id);
	t->by_id = left;
	t->forgotten = 0;
}

/* Give its memory back if there is nothing to remember of it. */
static void task_leave(struct tracker *t, uint32_t i)
{
	struct task *task = t->tasks.at[i];

	if (task->running || !task_is_plain(task))
		return;
	*map_put(&t->by_id, task->id, NULL) = 0;
	*vec_push(&t->idle) = i;
	if (++t->forgotten > 2 * t->tasks.n + MOST_FORGOTTEN)
		sweep_ids(t);
}

struct tracker *tracker_new(const struct tracker_options *opt, const struct tracker_sink *sink,
			    void *front)
{
	struct tracker *t = xcalloc(1, sizeof(*t));

	t->opt = *opt;
	t->sink = sink;
	t->front = front;
	t->cpus = xcalloc(opt->cpus, sizeof(*t->cpus));
	t->chains = xcalloc(CHAINS, sizeof(*t->chains));
	*vec_push(&t->tasks) = NULL; /* index 0: none */
	for (unsigned c = 0; c < opt->cpus; c++) {
		t->cpus[c].hardirqs_on = true;
		t->cpus[c].current = task_index(t, own_task(c));
		current_task(t, c)->running = 1;
	}
	return t;
}

void tracker_free(struct tracker *t)
{
	if (!t)
		return;
	for (unsigned i = 1; i < t->tasks.n; i++) {
		xfree(t->tasks.at[i]->held);
		xfree(t->tasks.at[i]);
	}
	vec_free(&t->tasks);
	vec_free(&t->idle);
	map_free(&t->by_id);
	xfree(t->chains);
	xfree(t->cpus);
	xfree(t);
}

void tracker_switch(struct tracker *t, unsigned cpu, uint64_t task)
{
	uint32_t before = t->cpus[cpu].current, now;

	if (task == TASK_OF_CPU)
		task = own_task(cpu);
	if (t->tasks.at[before]->id == task)
		return;
	now = task_index(t, task);
	t->tasks.at[now]->running++;
	t->tasks.at[before]->running--;
	t->cpus[cpu].current = now;
	task_leave(t, before);
}

void tracker_lost(struct tracker *t, unsigned cpu)
{
	for (uint32_t i = 1; i < t->tasks.n; i++) {
		bool here = i == t->cpus[cpu].current;

		if (t->tasks.at[i]->running > here || task_is_plain(t->tasks.at[i]))
			continue;
		task_reset(t->tasks.at[i], t->tasks.at[i]->id);
		task_leave(t, i);
	}
	t->cpus[cpu].in_hardirq = 0;
	t->cpus[cpu].in_nmi = false;
}

unsigned tracker_stack(const struct tracker *t, unsigned cpu, const struct held_lock **stack)
{
	const struct task *task = current_task(t, cpu);

	*stack = task->held;
	return task->depth;
}

void tracker_forget_held(struct tracker *t, unsigned cpu)
{
	struct task *task = current_task(t, cpu);

	task->depth = 0;
	task->chain_key = 0;
}
