// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events to tracker calls. An acquisition waits for the next record of its CPU,
 * which may be its stack. Locks are the records' addresses; tasks their pids,
 * with an idle task for each CPU.
 */
#include "trace/replay.h"

#include <string.h>

#include "base/diag.h"
#include "trace/leftoff.h"
#include "trace/suspects.h"

#define MOST_CPUS 4096u
#define RUNNERS 4u /* interrupts that can nest on one CPU and are remembered */

struct running {
	uint8_t runner; /* enum runner */
	name_t name;
	int32_t nr;
};

struct cpu_replay {
	bool pending; /* an acquisition that waits for its stack */
	struct event acquire;
	struct running hard[RUNNERS], soft;
	unsigned nhard;
	bool in_softirq;
	int irqs_on; /* by irq_disable and irq_enable: 1, 0, -1 not known */
	struct leftoff leftoff;
	int32_t pid;	/* of the latest event */
	uint64_t task;	/* the one that runs, as the tracker knows */
	bool leaves;	/* it was switched out; what it releases yet belongs to that */
	uint64_t since; /* the latest sighting when it came */
	uint64_t seen;	/* the latest sighting at the latest event */
	uint64_t left;	/* the task of the latest sched_switch */
	uint64_t
		slept; /* the sighting of a sched_switch by which its task went to sleep, 0: none */
};

struct replay {
	struct facts *facts;
	struct symbols *symbols;
	struct stats *stats; /* NULL: not asked for */
	struct tracker *tracker;
	struct suspects suspects;
	struct cpu_replay *cpus;
	unsigned ncpus; /* those up to the highest number that was seen */
	uint32_t file;
	bool too_many_cpus;
	struct replay_summary sum;
};

static bool in_hardirq(const struct cpu_replay *c, const struct event *e)
{
	return e->flags.known ? e->flags.hardirq : c->nhard > 0;
}

static bool in_softirq(const struct cpu_replay *c, const struct event *e)
{
	return e->flags.known ? e->flags.softirq : c->in_softirq;
}

static enum lock_ctx context_of(const struct cpu_replay *c, const struct event *e)
{
	if (e->flags.known && e->flags.nmi)
		return LC_NMI;
	return in_hardirq(c, e) ? LC_HARDIRQ : in_softirq(c, e) ? LC_SOFTIRQ : LC_PROCESS;
}

/* 1, 0, or -1 where the recording does not tell */
static int irqs_on(const struct cpu_replay *c, const struct event *e)
{
	if (in_hardirq(c, e))
		return 0;
	return e->flags.known ? !e->flags.irqs_off : c->irqs_on;
}

static int bh_on(const struct cpu_replay *c, const struct event *e)
{
	if (in_hardirq(c, e) || in_softirq(c, e))
		return 0;
	return e->flags.known && e->flags.bh_known ? !e->flags.bh_off : -1;
}

static uint64_t task_of(const struct event *e)
{
	if (e->pid > 0)
		return (uint64_t)e->pid;
	return (e->pid ? UINT64_C(2) : UINT64_C(1)) << 40 | e->cpu;
}

/* ---- sightings ---- */

static const struct running *runner_of(const struct cpu_replay *c, enum lock_ctx ctx)
{
	static const struct running unknown = { .runner = RUNNER_UNKNOWN, .nr = -1 };

	if (ctx == LC_HARDIRQ)
		return c->nhard ? &c->hard[(c->nhard < RUNNERS ? c->nhard : RUNNERS) - 1]
				: &unknown;
	if (ctx == LC_SOFTIRQ && c->in_softirq)
		return &c->soft;
	return &unknown;
}

static uint64_t see(struct replay *r, const struct cpu_replay *c, const struct event *e,
		    uint32_t stack)
{
	enum lock_ctx ctx = context_of(c, e);
	const struct running *by = runner_of(c, ctx);
	uint64_t ref;
	struct sighting *s = sightings_new(&r->facts->sightings, &ref);
	const struct held_lock *held;

	*s = (struct sighting){
		.position = e->position,
		.time = e->time,
		.file = r->file,
		.pid = e->pid,
		.comm = e->comm,
		.runner_name = by->name,
		.nr = by->nr,
		.stack = stack,
		.cpu = (uint16_t)e->cpu,
		.ctx = (uint8_t)ctx,
		.preempt = e->flags.known ? e->flags.preempt : ANY_DEPTH,
		.below = (uint8_t)tracker_stack(r->tracker, e->cpu, &held),
		.runner = ctx == LC_PROCESS ? RUNNER_TASK : by->runner,
		.irqs_on = (int8_t)irqs_on(c, e),
		.bh_on = (int8_t)bh_on(c, e),
	};
	return ref;
}

/* ---- context ---- */

/*
 * The task that went to sleep is off its CPU. The run queue's lock, held at the
 * sched_switch event, has been released by now (prepare_lock_switch()); what
 * is held still is held while it sleeps.
 */
static void gone(struct replay *r, struct cpu_replay *c, unsigned cpu)
{
	const struct held_lock *held;
	unsigned n = tracker_stack(r->tracker, cpu, &held);

	r->facts->now = c->slept;
	for (unsigned i = 0; i < n; i++)
		if (held[i].by.check)
			facts_switched(r->facts, &held[i]);
	c->slept = 0;
}

/*
 * The task has come to the CPU. What an interrupt took can't come with it: that
 * its release was not recorded shows that events are missing.
 */
static void come(struct replay *r, struct cpu_replay *c, unsigned cpu, uint64_t task)
{
	const struct held_lock *held;
	unsigned n = tracker_stack(r->tracker, cpu, &held);

	for (unsigned i = 0; i < n; i++)
		if (held[i].irq_context) {
			tracker_forget_held(r->tracker, cpu);
			break;
		}
	c->task = task;
	c->leaves = false;
	c->since = r->facts->since = r->facts->sightings.last;
}

/* Does @ctx switch interrupts on under a lock that is held? */
static bool switches_on(const struct replay *r, unsigned cpu, const struct irq_context *ctx)
{
	const struct held_lock *held;

	return ctx->hardirqs_on && tracker_stack(r->tracker, cpu, &held) &&
	       (!tracker_hardirqs_are_on(r->tracker, cpu) ||
		(ctx->softirqs_on && !tracker_softirqs_are_on(r->tracker, cpu)));
}

/*
 * With preemption on a task holds no spinning lock: one that seems held was
 * released by a record that is not there (events are switched off for a moment
 * while a kernel boots, event_trace_enable_again()).
 */
static void forget_released(struct replay *r, const struct event *e)
{
	const struct held_lock *held;
	unsigned n = tracker_stack(r->tracker, e->cpu, &held);

	for (unsigned i = n; i-- > 0;)
		if (!held[i].irq_context && held[i].by.check &&
		    facts_spins(r->facts, held[i].by.class)) {
			facts_withdraw(r->facts, &held[i]);
			tracker_forget_lock(r->tracker, e->cpu, held[i].by.lock);
		}
}

/* Tell the tracker who runs on the CPU, and in what state, as of @e. */
static void set_context(struct replay *r, struct cpu_replay *c, const struct event *e)
{
	uint64_t task = task_of(e);
	struct irq_context ctx = {
		.in_hardirq = in_hardirq(c, e),
		.in_softirq = in_softirq(c, e),
		.in_nmi = context_of(c, e) == LC_NMI,
		.hardirqs_on = irqs_on(c, e) > 0,
		.softirqs_on = bh_on(c, e) > 0,
	};

	r->facts->since = c->since;
	if (c->slept && task != c->left)
		gone(r, c, e->cpu);
	tracker_switch(r->tracker, e->cpu, task);
	if (c->task != task || (c->leaves && e->type != EV_RELEASE))
		come(r, c, e->cpu, task);
	if (e->flags.known && !e->flags.preempt && context_of(c, e) == LC_PROCESS)
		forget_released(r, e);
	/* This event is the evidence. */
	r->facts->now = switches_on(r, e->cpu, &ctx) ? see(r, c, e, 0) : 0;
	tracker_irq_context(r->tracker, e->cpu, &ctx);
}

/* ---- locks ---- */

/* Readers of an rwlock don't queue behind a writer in what in_interrupt() calls an interrupt. */
static enum lock_mode mode_of(const struct cpu_replay *c, const struct event *e)
{
	if (!e->lock.read)
		return LM_EXCLUSIVE;
	return context_of(c, e) != LC_PROCESS || (e->flags.known && e->flags.bh_off)
		       ? LM_SHARED_RECURSIVE
		       : LM_SHARED;
}

/* Where the address is hidden, all locks of a class are one instance. */
static uint64_t instance_of(struct replay *r, const struct event *e, class_t class)
{
	if (e->lock.lock)
		return e->lock.lock;
	r->sum.hidden = true;
	return HIDDEN_INSTANCE(class);
}

static void acquire(struct replay *r, struct cpu_replay *c, const struct event *e,
		    const struct event *stack)
{
	struct facts *f = r->facts;
	class_t class = facts_class(f, e->lock.name);
	struct class_facts *cf = &f->classes.at[class];
	struct acquisition a = {
		.lock = instance_of(r, e, class),
		.class = class,
		.kind = cf->named,
		.mode = mode_of(c, e),
		.trylock = e->lock.trylock,
		.check = !cf->unchecked,
	};
	const struct held_lock *held;

	if (!class)
		return;

	uint32_t stacked = stack ? stacks_add(&f->stacks, stack->stack.frames, stack->stack.n) : 0;

	set_context(r, c, e);
	if (r->stats)
		stats_event(r->stats, e, context_of(c, e), stacked);
	facts_taken(f, class, &e->flags);
	cf->read |= e->lock.read;
	cf->written |= !e->lock.read && !e->lock.trylock;
	a.ref = see(r, c, e, stacked);
	held = e->lock.lock ? tracker_held(r->tracker, e->cpu, a.lock) : NULL;
	if (held && !(held->by.mode != LM_EXCLUSIVE && e->lock.read)) {
		/* It hangs here, or its release was not recorded: what follows tells. */
		if (!e->lock.trylock && a.check)
			suspects_add(&r->suspects, f, task_of(e), context_of(c, e), &a, held);
		facts_withdraw(f, held);
		tracker_forget_lock(r->tracker, e->cpu, a.lock);
	}
	f->now = a.ref;
	if (tracker_acquire(r->tracker, e->cpu, &a) == TRACKED_FULL)
		r->sum.untracked++;
	leftoff_acquire(&c->leftoff, e, &a);
}

static void flush(struct replay *r, struct cpu_replay *c, const struct event *stack)
{
	if (!c->pending)
		return;
	c->pending = false;
	acquire(r, c, &c->acquire, stack);
}

/* A task goes on here; what it took on another CPU it took before. */
static void flush_elsewhere(struct replay *r, int32_t pid)
{
	for (unsigned i = 0; i < r->ncpus; i++)
		if (r->cpus[i].pending && r->cpus[i].acquire.pid == pid)
			flush(r, &r->cpus[i], NULL);
}

/* If nothing below the lock was released meanwhile, what became of the depth tells its kind. */
static void note_depths(struct replay *r, const struct event *e, class_t class, uint64_t lock)
{
	const struct held_lock *held;
	const struct sighting *taken;
	unsigned i = tracker_stack(r->tracker, e->cpu, &held);

	while (i && held[i - 1].by.lock != lock)
		i--;
	if (!i || !e->flags.known || held[i - 1].by.trylock)
		return;
	taken = sightings_recent(&r->facts->sightings, held[i - 1].by.ref);
	if (taken && taken->below == i - 1)
		facts_depths(r->facts, class, taken->preempt, e->flags.preempt);
}

static void release(struct replay *r, struct cpu_replay *c, const struct event *e)
{
	class_t class = facts_class(r->facts, e->lock.name);
	uint64_t lock = instance_of(r, e, class);
	const struct held_lock *held;
	unsigned n;

	if (!class)
		return;
	set_context(r, c, e);
	facts_released(r->facts, class, &e->flags);
	note_depths(r, e, class, lock);
	/* What the task holds below an interrupt is not the interrupt's to release. */
	n = tracker_stack(r->tracker, e->cpu, &held);
	if (n && held[n - 1].irq_context == tracker_irq_level(r->tracker, e->cpu))
		tracker_release(r->tracker, e->cpu, lock, class, 0);
	leftoff_release(&c->leftoff, lock);
}

/* The task of @e is about to leave the CPU. */
static void leave(struct replay *r, struct cpu_replay *c, const struct event *e)
{
	set_context(r, c, e);
	leftoff_leave(&c->leftoff, r->facts);
	c->left = task_of(e);
	c->leaves = true;
	c->slept = !e->to.runnable && e->pid > 0 ? see(r, c, e, 0) : 0;
}

/* The task is done with the kernel: it must hold nothing (lockdep_sys_exit(), do_exit()). */
static void left_behind(struct replay *r, struct cpu_replay *c, const struct event *e,
			const char *what)
{
	const struct held_lock *held;
	unsigned n;

	set_context(r, c, e);
	n = tracker_stack(r->tracker, e->cpu, &held);
	for (unsigned i = 0; i < n; i++)
		if (held[i].by.check)
			facts_left_behind(r->facts, &held[i], what);
	tracker_forget_held(r->tracker, e->cpu);
}

/* ---- interrupts ---- */

static void enter_hard(struct cpu_replay *c, enum runner runner, const struct event *e)
{
	if (c->nhard < RUNNERS)
		c->hard[c->nhard] = (struct running){ (uint8_t)runner, e->irq.name, e->irq.nr };
	c->nhard++;
}

/* Its own flags are those of before. */
static void enable(struct replay *r, struct cpu_replay *c, const struct event *e)
{
	struct event after = *e;

	after.flags.irqs_off = false;
	c->irqs_on = 1;
	set_context(r, c, &after);
}

static void exit_hard(struct cpu_replay *c)
{
	if (c->nhard)
		c->nhard--;
}

static void enter_soft(struct cpu_replay *c, const struct event *e)
{
	static const char *const names[] = { "HI",	 "TIMER",   "NET_TX", "NET_RX",	 "BLOCK",
					     "IRQ_POLL", "TASKLET", "SCHED",  "HRTIMER", "RCU" };
	unsigned nr = (unsigned)e->irq.nr;

	c->soft = (struct running){ RUNNER_SOFTIRQ, nr < ARRAY_SIZE(names) ? name_of(names[nr]) : 0,
				    e->irq.nr };
	c->in_softirq = true;
}

/* ---- all events ---- */

/*
 * Between the CPU's latest event and this one nothing is known of it. Any task
 * may have run there, but not one that was on another CPU all the time.
 */
static void lost(struct replay *r, struct cpu_replay *c, const struct event *e)
{
	r->sum.lost++;
	if (r->stats)
		stats_event(r->stats, e, LC_PROCESS, 0);
	tracker_lost(r->tracker, e->cpu);
	for (unsigned i = 0; i < r->ncpus; i++)
		if (r->cpus[i].since > c->seen)
			tracker_forget_held(r->tracker, i);
	facts_doubt_since(r->facts, c->seen);
	c->task = 0;
	suspects_forget(&r->suspects);
	c->nhard = 0;
	c->in_softirq = false;
	c->irqs_on = -1;
	c->slept = 0;
	leftoff_forget(&c->leftoff);
}

static void note_what_is_there(struct replay *r, const struct event *e)
{
	r->sum.events++;
	r->sum.seen |= 1u << e->type;
	r->sum.flags |= e->flags.known;
	r->sum.bh_flags |= e->flags.known && e->flags.bh_known;
	r->sum.depth |= e->flags.known && e->flags.preempt != ANY_DEPTH && e->flags.preempt;
	if (!r->sum.first)
		r->sum.first = e->time;
	if (e->time > r->sum.last)
		r->sum.last = e->time;
}

bool replay_event(void *replay, const struct event *e)
{
	struct replay *r = replay;
	struct cpu_replay *c;

	if (e->cpu >= MOST_CPUS) {
		if (!r->too_many_cpus)
			diag("events of CPU %u are not looked at: CPUs up to %u are", e->cpu,
			     MOST_CPUS - 1);
		r->too_many_cpus = true;
		return true;
	}
	c = &r->cpus[e->cpu];
	if (e->cpu >= r->ncpus)
		r->ncpus = e->cpu + 1;
	note_what_is_there(r, e);
	if (e->pid > 0 && e->pid != c->pid)
		flush_elsewhere(r, e->pid);
	c->pid = e->pid;
	if (e->type != EV_LOST)
		c->seen = r->facts->sightings.last;
	if (e->type == EV_STACK) {
		flush(r, c, e);
		return true;
	}
	flush(r, c, NULL);
	if (e->type == EV_LOST) {
		lost(r, c, e);
		return true;
	}
	/* In an NMI locks are only tried, on a stack of their own. */
	if (e->flags.known && e->flags.nmi)
		return true;
	if (r->stats && e->type != EV_ACQUIRE)
		stats_event(r->stats, e, context_of(c, e), 0);
	if (r->suspects.n && e->type != EV_CONTENDED)
		suspects_goes_on(&r->suspects, task_of(e), context_of(c, e));

	switch (e->type) {
	case EV_ACQUIRE:
		r->sum.acquisitions++;
		c->acquire = *e;
		c->pending = true;
		break;
	case EV_RELEASE:
		release(r, c, e);
		break;
	case EV_IRQ_ENTRY:
		enter_hard(c, RUNNER_IRQ, e);
		set_context(r, c, e);
		break;
	case EV_VECTOR_ENTRY:
		enter_hard(c, RUNNER_VECTOR, e);
		break;
	case EV_IRQ_EXIT:
	case EV_VECTOR_EXIT:
		exit_hard(c);
		break;
	case EV_SOFTIRQ_ENTRY:
		enter_soft(c, e);
		set_context(r, c, e);
		break;
	case EV_SOFTIRQ_EXIT:
		c->in_softirq = false;
		break;
	case EV_IRQ_DISABLE:
		c->irqs_on = 0;
		leftoff_disable(&c->leftoff, r->facts, r->symbols, e);
		break;
	case EV_IRQ_ENABLE:
		leftoff_enable(&c->leftoff, r->facts, r->symbols, e);
		enable(r, c, e);
		break;
	case EV_SWITCH:
		leave(r, c, e);
		break;
	case EV_SYSCALL_EXIT:
		left_behind(r, c, e, "is held on return to user space");
		break;
	case EV_TASK_EXIT:
		left_behind(r, c, e, "is held when the task exits");
		break;
	default:
		set_context(r, c, e);
		break;
	}
	return true;
}

struct replay *replay_new(struct facts *f, struct symbols *symbols, struct stats *stats,
			  uint32_t file)
{
	static const struct tracker_options options = { .by_instance = true, .cpus = MOST_CPUS };
	struct replay *r = xcalloc(1, sizeof(*r));

	r->facts = f;
	r->symbols = symbols;
	r->stats = stats;
	r->file = file;
	r->cpus = xcalloc(MOST_CPUS, sizeof(*r->cpus));
	for (unsigned i = 0; i < MOST_CPUS; i++)
		r->cpus[i].irqs_on = -1;
	r->tracker = tracker_new(&options, &facts_sink, f);
	facts_next_file(f, file);
	if (stats)
		stats_next_file(stats, file);
	return r;
}

void replay_end(struct replay *r, struct replay_summary *out)
{
	for (unsigned i = 0; i < r->ncpus; i++)
		flush(r, &r->cpus[i], NULL);
	if (r->sum.seen & 1u << EV_RELEASE)
		suspects_judge(&r->suspects, r->facts);
	else
		facts_drop_held(r->facts, r->file);
	*out = r->sum;
	tracker_free(r->tracker);
	xfree(r->cpus);
	xfree(r);
}
