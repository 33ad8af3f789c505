// SPDX-License-Identifier: GPL-2.0-only
/* Scripts of events and the text of facts: see script.h. */
#include "script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- facts as text ---- */

void facts_clear(struct facts *f)
{
	f->usages = true;
	f->n = 0;
	f->text[0] = '\0';
}

void facts_add(struct facts *f, const char *fmt, ...)
{
	va_list ap;

	if (f->n && f->n + 1 < sizeof(f->text))
		f->text[f->n++] = ' ';
	va_start(ap, fmt);
	int len = vsnprintf(f->text + f->n, sizeof(f->text) - f->n, fmt, ap);
	va_end(ap);
	f->n += (unsigned)len;
	if (f->n >= sizeof(f->text))
		abort(); /* a test that is too long */
}

/* "B2r": the class is told by the lock's letter, unless it was given another. */
static const char *lock_text(const struct acquisition *a, char *text)
{
	static const char *const modes[LM_N] = { "", "r", "R" };
	char instance[4] = "";

	if (a->lock & 0xf)
		snprintf(instance, sizeof(instance), "%u", (unsigned)(a->lock & 0xf) + 1);
	sprintf(text, "%c%s%s", (char)('@' + a->class), instance, modes[a->mode]);
	return text;
}

void facts_usage(struct facts *f, const struct acquisition *a, unsigned bits)
{
	static const char *const names[USAGE_N] = {
		"in-hard", "in-hard-r", "on-hard", "on-hard-r",
		"in-soft", "in-soft-r", "on-soft", "on-soft-r"
	};
	char lock[8], text[128] = "";

	if (!f->usages)
		return;
	for (unsigned b = 0; b < USAGE_N; b++)
		if (bits & 1u << b)
			sprintf(text + strlen(text), "%c%s", *text ? ',' : ':', names[b]);
	facts_add(f, "%s%s", lock_text(a, lock), text);
}

void facts_depends(struct facts *f, const struct acquisition *from, const struct acquisition *to)
{
	char a[8], b[8];

	facts_add(f, "%s>%s", lock_text(from, a), lock_text(to, b));
}

void facts_fault(struct facts *f, enum rule rule, const struct acquisition *a,
		 const struct acquisition *other)
{
	char x[8], y[8];

	facts_add(f, "!%s:%s%s%s", rule_name(rule), lock_text(a, x), other ? "," : "",
		  other ? lock_text(other, y) : "");
}

static void usage(void *front, const struct held_lock *lock, unsigned bits)
{
	facts_usage(front, &lock->by, bits);
}

static void depends(void *front, const struct held_lock *from, const struct held_lock *to)
{
	facts_depends(front, &from->by, &to->by);
}

static void fault(void *front, enum rule rule, const struct held_lock *lock,
		  const struct held_lock *other, const char *what)
{
	if (!what || !*what)
		abort();
	facts_fault(front, rule, &lock->by, other ? &other->by : NULL);
}

const struct tracker_sink script_sink = { usage, depends, fault };

/* ---- reading ---- */

/* "A2": class 1, address 0x1001; returns what stands behind it. */
static const char *read_lock(const char *s, struct acquisition *a)
{
	unsigned instance = 1;

	a->class = (class_t)(*s++ - '@');
	a->kind = LK_SPIN;
	a->check = true;
	if (*s >= '1' && *s <= '9')
		instance = (unsigned)(*s++ - '0');
	a->lock = (uint64_t)a->class << 12 | (instance - 1);
	return s;
}

static void read_take(const char *s, struct op *op)
{
	struct acquisition nest = { 0 };

	op->kind = OP_TAKE;
	for (s = read_lock(s, &op->a); *s; s++) {
		if (*s == '/') {
			s = read_lock(s + 1, &nest) - 1;
			op->a.nest = nest.lock;
			continue;
		}
		if (*s == '=') {
			op->kind = OP_SET_CLASS;
			op->number = (unsigned)(*++s - '@');
			continue;
		}
		switch (*s) {
		case 'r':
			op->a.mode = LM_SHARED;
			break;
		case 'R':
			op->a.mode = LM_SHARED_RECURSIVE;
			break;
		case '?':
			op->a.trylock = true;
			break;
		case '~':
			op->a.sync = true;
			break;
		case '!':
			op->a.check = false;
			break;
		case 's':
			op->a.kind = LK_RAW_SPIN;
			break;
		case 'p':
			op->a.kind = LK_RCU;
			break;
		case 'm':
			op->a.kind = LK_MUTEX;
			break;
		default:
			abort();
		}
	}
}

/* Words that are no lock's; those with a colon are followed by a lock or a number. */
static const struct word {
	const char *text;
	enum op_kind kind;
	bool on;
} words[] = {
	{ "-", OP_RELEASE, false },    { "v:", OP_DOWNGRADE, false },
	{ "p:", OP_PIN, false },       { "u:", OP_UNPIN, false },
	{ "free:", OP_FREE, false },   { "user", OP_USER, false },
	{ "cli", OP_HARDIRQS, false }, { "sti", OP_HARDIRQS, true },
	{ "bh-", OP_SOFTIRQS, false }, { "bh+", OP_SOFTIRQS, true },
	{ "irq{", OP_HARDIRQ, true },  { "}irq", OP_HARDIRQ, false },
	{ "soft{", OP_SOFTIRQ, true }, { "}soft", OP_SOFTIRQ, false },
	{ "nmi{", OP_NMI, true },      { "}nmi", OP_NMI, false },
	{ "thr", OP_THREADED, false }, { "cpu:", OP_CPU, false },
	{ "@", OP_CONTEXT, false },    { "task:", OP_TASK, false },
	{ "lost", OP_LOST, false },
};

static bool read_word(const char *s, struct op *op)
{
	for (unsigned i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t len = strlen(words[i].text);

		if (strncmp(s, words[i].text, len))
			continue;
		op->kind = words[i].kind;
		op->on = words[i].on;
		s += len;
		if (op->kind == OP_CONTEXT)
			op->number = (strchr(s, 'h') ? IN_HARDIRQ : 0u) |
				     (strchr(s, 's') ? IN_SOFTIRQ : 0u) |
				     (strchr(s, 'n') ? IN_NMI : 0u) |
				     (strchr(s, 'I') ? HARDIRQS_ON : 0u) |
				     (strchr(s, 'B') ? SOFTIRQS_ON : 0u);
		else if (op->kind == OP_CPU || op->kind == OP_TASK)
			op->number = (unsigned)strtoul(s, NULL, 10);
		else if (*s)
			read_lock(s, &op->a);
		return true;
	}
	return false;
}

unsigned script_read(const char *script, struct op *ops)
{
	char *copy = strdup(script), *rest = copy, *word;
	unsigned n = 0;

	while ((word = strsep(&rest, " ")) != NULL) {
		struct op op = { 0 };

		if (!*word)
			continue;
		if (!read_word(word, &op))
			read_take(word, &op);
		op.a.ref = n;
		if (n == SCRIPT_OPS)
			abort();
		ops[n++] = op;
	}
	free(copy);
	return n;
}

/* ---- doing ---- */

void script_do(struct tracker *t, unsigned *cpu, const struct op *op)
{
	uint64_t lock = op->a.lock;
	struct irq_context c = {
		.in_hardirq = op->number & IN_HARDIRQ,
		.in_softirq = op->number & IN_SOFTIRQ,
		.in_nmi = op->number & IN_NMI,
		.hardirqs_on = op->number & HARDIRQS_ON,
		.softirqs_on = op->number & SOFTIRQS_ON,
	};

	switch (op->kind) {
	case OP_TAKE:
		tracker_acquire(t, *cpu, &op->a);
		break;
	case OP_RELEASE:
		tracker_release(t, *cpu, lock, op->a.class, op->a.ref);
		break;
	case OP_DOWNGRADE:
		tracker_downgrade(t, *cpu, lock, op->a.ref);
		break;
	case OP_SET_CLASS:
		tracker_set_class(t, *cpu, lock, op->number, op->a.ref);
		break;
	case OP_PIN:
		tracker_pin(t, *cpu, lock);
		break;
	case OP_UNPIN:
		tracker_unpin(t, *cpu, lock);
		break;
	case OP_FREE:
		tracker_memory_freed(t, *cpu, lock, lock + 1);
		break;
	case OP_USER:
		tracker_must_hold_nothing(t, *cpu, "is held on return to user space");
		break;
	case OP_HARDIRQS:
		tracker_hardirqs(t, *cpu, op->on);
		break;
	case OP_SOFTIRQS:
		tracker_softirqs(t, *cpu, op->on);
		break;
	case OP_HARDIRQ:
		if (op->on)
			tracker_hardirq_enter(t, *cpu, false);
		else
			tracker_hardirq_exit(t, *cpu);
		break;
	case OP_SOFTIRQ:
		if (op->on)
			tracker_softirq_enter(t, *cpu);
		else
			tracker_softirq_exit(t, *cpu);
		break;
	case OP_NMI:
		tracker_nmi(t, *cpu, op->on);
		break;
	case OP_CONTEXT:
		tracker_irq_context(t, *cpu, &c);
		break;
	case OP_THREADED:
		tracker_hardirq_threaded(t, *cpu);
		break;
	case OP_CPU:
		*cpu = op->number % SCRIPT_CPUS;
		break;
	case OP_TASK:
		tracker_switch(t, *cpu, op->number);
		break;
	case OP_LOST:
		tracker_lost(t, *cpu);
		break;
	}
}
