// SPDX-License-Identifier: GPL-2.0-only
/* What an event says, from its text: see event_text.h. */
#include "recording/event_text.h"

#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "recording/scan.h"

/* An address that is shown as a hash has nothing in its upper half (lib/vsprintf.c, ptr_to_hashval()). */
#define HASH_BITS 32

static const char *find_last(const char *text, const char *end, const char *what)
{
	size_t len = strlen(what);

	for (size_t at = (size_t)(end - text) + 1; at-- > len;)
		if (!memcmp(text + at - len, what, len))
			return text + at - len;
	return NULL;
}

static name_t name_between(const char *start, const char *end)
{
	size_t len = (size_t)(end - start);

	return name_intern(start, len < EVENT_NAME_MAX ? len : EVENT_NAME_MAX);
}

static bool scan_address(char **p, uint64_t *address, struct recording_info *info)
{
	bool prefixed;
	unsigned digits;

	if (skip_text(p, "(____ptrval____)") || skip_text(p, "____ptrval____")) {
		info->hashed = true;
		*address = 0;
		return true;
	}
	prefixed = skip_text(p, "0x");
	digits = scan_hex(p, address);
	if (digits == 16 && !prefixed && *address && !(*address >> HASH_BITS))
		info->hashed = true;
	return digits > 0;
}

bool frame_text_read(const char *text, const char *end, struct event_frame *frame)
{
	char *p = (char *)text, *word;
	uint64_t value;
	unsigned digits;

	memset(frame, 0, sizeof(*frame));
	skip_blanks(&p);
	word = p;
	if (skip_text(&p, "0x")) {
		if (!scan_hex(&p, &frame->address) || p > end)
			frame->address = 0;
		return frame->address != 0;
	}
	digits = scan_hex(&p, &value);
	if ((digits == 8 || digits == 16) && !is_word(*p) && *p != '.') {
		frame->address = value;
		return value != 0;
	}
	for (p = word; p < end && (is_word(*p) || *p == '.' || *p == '$'); p++)
		;
	if (p == word || is_digit(*word))
		return false;
	frame->function = name_between(word, p);
	if (skip_text(&p, "+0x") && scan_hex(&p, &value) && value <= UINT32_MAX)
		frame->offset = (uint32_t)value;
	for (; p < end; p++)
		if ((*p == '<' || *p == '(') && (p++, scan_hex(&p, &value)) &&
		    (*p == '>' || *p == ')')) {
			frame->address = value;
			break;
		}
	return true;
}

/* ---- one function a kind of event; each reads what stands behind "name: " ---- */

static bool read_raw_lock(char *text, char *end, struct event *e, struct recording_info *info)
{
	const char *address = find_last(text, end, " lockdep_addr=");
	char *p = text;
	uint64_t flags = 0;

	if (!address)
		return false;
	if (skip_text(&p, "flags=")) {
		if (!scan_number(&p, &flags) || !skip_char(&p, ' '))
			return false;
		e->lock.trylock = flags & 1;
		e->lock.read = flags & 2;
	}
	if (!skip_text(&p, "name=") || p >= address)
		return false;
	e->lock.name = name_between(p, address);
	p = (char *)address + strlen(" lockdep_addr=");
	return scan_address(&p, &e->lock.lock, info);
}

/* "ffff8880012345 try read &s->lock": the name is all that is left and may hold blanks. */
static bool read_lock(char *p, char *end, struct event *e, struct recording_info *info)
{
	if (*p == 'n' || (*p == 'f' && p[1] == 'l'))
		return read_raw_lock(p, end, e, info);
	if (!scan_address(&p, &e->lock.lock, info) || !skip_char(&p, ' '))
		return false;
	if (e->type == EV_ACQUIRE) {
		e->lock.trylock = skip_text(&p, "try ");
		e->lock.read = skip_text(&p, "read ");
	}
	e->lock.name = name_between(p, end);
	return e->lock.name != 0;
}

static bool read_irq(char *p, char *end, struct event *e, struct recording_info *info)
{
	(void)info;
	if (!skip_text(&p, "irq=") || !scan_int(&p, &e->irq.nr))
		return false;
	if (skip_text(&p, " name="))
		e->irq.name = name_between(p, end);
	return true;
}

static bool read_softirq(char *p, char *end, struct event *e, struct recording_info *info)
{
	(void)end;
	(void)info;
	return skip_text(&p, "vec=") && scan_int(&p, &e->irq.nr);
}

/* "vector=236" */
static bool read_vector(char *p, char *end, struct event *e, struct recording_info *info)
{
	(void)end;
	(void)info;
	return skip_text(&p, "vector=") && scan_int(&p, &e->irq.nr);
}

/* "(Rescheduling interrupts)" */
static bool read_ipi(char *p, char *end, struct event *e, struct recording_info *info)
{
	(void)info;
	if (!skip_char(&p, '(') || end <= p || end[-1] != ')')
		return false;
	e->irq.name = name_between(p, end - 1);
	return true;
}

/*
 * "caller=func+0x12/0x34 parent=func+0x5/0x60". Raw fields are offsets from a _stext that
 * the text does not tell.
 */
static bool read_irqs(char *p, char *end, struct event *e, struct recording_info *info)
{
	char *parent = strstr(p, " parent=");

	(void)info;
	if (!strncmp(p, "caller_offs=", 12))
		return true;
	if (!skip_text(&p, "caller=") || !parent)
		return false;
	frame_text_read(p, parent, &e->irqs.caller);
	frame_text_read(parent + strlen(" parent="), end, &e->irqs.parent);
	return true;
}

/* "sh:74 [120] R ==> rcu_preempt:16 [120]", by libtraceevent's plugin for sched_switch */
static bool read_switch_short(char *p, char *end, struct event *e)
{
	const char *arrow = find_last(p, end, " ==> ");
	const char *bracket = find_last(p, end, " [");
	const char *state, *colon;

	if (!arrow || !bracket || bracket < arrow)
		return false;
	for (state = arrow; state > p && state[-1] != ' '; state--)
		;
	e->to.runnable = *state == 'R';
	arrow += strlen(" ==> ");
	colon = find_last(arrow, bracket, ":");
	if (!colon)
		return false;
	e->to.next_comm = name_between(arrow, colon);
	p = (char *)colon + 1;
	return scan_int(&p, &e->to.next_pid) && p == bracket;
}

/* TASK_REPORT of include/linux/sched.h: bits above are no states to sleep in. */
#define SLEEPING 0xffu

static bool read_switch(char *p, char *end, struct event *e, struct recording_info *info)
{
	const char *state, *comm, *pid;
	uint64_t number;

	(void)info;
	if (strncmp(p, "prev_comm=", 10))
		return read_switch_short(p, end, e);
	comm = find_last(p, end, " next_comm=");
	pid = find_last(p, end, " next_pid=");
	state = comm ? find_last(p, comm, " prev_state=") : NULL;
	if (!state || !pid || pid < comm)
		return false;
	p = (char *)state + strlen(" prev_state=");
	e->to.runnable = *p == 'R' || (scan_number(&p, &number) && !(number & SLEEPING));
	comm += strlen(" next_comm=");
	e->to.next_comm = name_between(comm, pid);
	p = (char *)pid + strlen(" next_pid=");
	return scan_int(&p, &e->to.next_pid);
}

/* "timer=%p function=%ps now=…", "hrtimer=%p …", "work struct %p: function %ps", raw "work=%p function=%p" */
static bool read_run(char *p, char *end, struct event *e, struct recording_info *info)
{
	const char *function;

	if (!skip_text(&p, "timer=") && !skip_text(&p, "hrtimer=") &&
	    !skip_text(&p, "work struct ") && !skip_text(&p, "work="))
		return false;
	if (!scan_address(&p, &e->run.object, info))
		return false;
	function = strstr(p, "function");
	if (function && (function[8] == ' ' || function[8] == '='))
		frame_text_read(function + 9, end, &e->run.function);
	return true;
}

static bool read_nothing(char *p, char *end, struct event *e, struct recording_info *info)
{
	(void)p;
	(void)end;
	(void)e;
	(void)info;
	return true;
}

/*
 * The frequent ones first. The vectors are those of
 * arch/x86/include/asm/trace/irq_vectors.h, the IPIs are other architectures'.
 */
#define KNOWN(name, type, read)                      \
	{                                            \
#name, sizeof(#name) - 1, type, read \
	}
#define VECTOR(name)                                       \
	KNOWN(name##_entry, EV_VECTOR_ENTRY, read_vector), \
		KNOWN(name##_exit, EV_VECTOR_EXIT, read_vector)
static const struct known_event {
	const char *name;
	size_t len;
	enum event_type type;
	bool (*read)(char *text, char *end, struct event *e, struct recording_info *info);
} known[] = {
	KNOWN(lock_release, EV_RELEASE, read_lock),
	KNOWN(lock_acquire, EV_ACQUIRE, read_lock),
	KNOWN(lock_acquired, EV_ACQUIRED, read_lock),
	KNOWN(lock_contended, EV_CONTENDED, read_lock),
	KNOWN(irq_disable, EV_IRQ_DISABLE, read_irqs),
	KNOWN(irq_enable, EV_IRQ_ENABLE, read_irqs),
	KNOWN(sched_switch, EV_SWITCH, read_switch),
	KNOWN(hrtimer_expire_entry, EV_TIMER_ENTRY, read_run),
	KNOWN(hrtimer_expire_exit, EV_TIMER_EXIT, read_run),
	KNOWN(ipi_entry, EV_VECTOR_ENTRY, read_ipi),
	KNOWN(ipi_exit, EV_VECTOR_EXIT, read_ipi),
	KNOWN(irq_handler_entry, EV_IRQ_ENTRY, read_irq),
	KNOWN(irq_handler_exit, EV_IRQ_EXIT, read_irq),
	KNOWN(sched_process_exit, EV_TASK_EXIT, read_nothing),
	KNOWN(softirq_entry, EV_SOFTIRQ_ENTRY, read_softirq),
	KNOWN(softirq_exit, EV_SOFTIRQ_EXIT, read_softirq),
	KNOWN(sys_exit, EV_SYSCALL_EXIT, read_nothing),
	KNOWN(timer_expire_entry, EV_TIMER_ENTRY, read_run),
	KNOWN(timer_expire_exit, EV_TIMER_EXIT, read_run),
	KNOWN(workqueue_execute_end, EV_WORK_EXIT, read_run),
	KNOWN(workqueue_execute_start, EV_WORK_ENTRY, read_run),
	VECTOR(call_function),
	VECTOR(call_function_single),
	VECTOR(deferred_error_apic),
	VECTOR(error_apic),
	VECTOR(irq_work),
	VECTOR(local_timer),
	VECTOR(reschedule),
	VECTOR(spurious_apic),
	VECTOR(thermal_apic),
	VECTOR(threshold_apic),
	VECTOR(x86_platform_ipi),
};

static const struct known_event *find_known(const char *name, size_t len)
{
	for (unsigned i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i].len == len && !memcmp(known[i].name, name, len))
			return &known[i];
	return NULL;
}

/* A vector's name is its events', without _entry and _exit. */
static name_t vector_name(const char *event, size_t len)
{
	const char *cut = find_last(event, event + len, "_");

	return cut ? name_between(event, cut) : 0;
}

enum event_text event_text_read(char *text, char *end, struct event *e, struct recording_info *info)
{
	const struct known_event *k;
	char *name = text, *p;

	e->type = EV_OTHER;
	for (p = name; is_word(*p); p++)
		;
	if (p > name && *p == ':' && is_word(p[1])) /* the system: "lock:lock_acquire:" */
		for (name = ++p; is_word(*p); p++)
			;
	if (*p != ':') {
		/* "sys_write -> 0x1": what syscalls:sys_exit_write prints (trace_syscalls.c) */
		if (!strncmp(name, "sys_", 4) && !strncmp(p, " -> 0x", 6)) {
			e->type = EV_SYSCALL_EXIT;
			return TEXT_EVENT;
		}
		return TEXT_NONE;
	}
	if (p == name)
		return TEXT_NONE;
	k = find_known(name, (size_t)(p - name));
	if (!k) {
		if (!strncmp(name, "sys_exit_", 9)) /* the same by trace-cmd and perf */
			e->type = EV_SYSCALL_EXIT;
		return TEXT_EVENT;
	}
	e->type = k->type;
	memset(&e->lock, 0, sizeof(*e) - offsetof(struct event, lock));
	if (k->type == EV_VECTOR_ENTRY || k->type == EV_VECTOR_EXIT)
		e->irq.name = vector_name(name, (size_t)(p - name));
	p++;
	skip_blanks(&p);
	if (k->read(p, end, e, info))
		return TEXT_EVENT;
	e->type = EV_OTHER;
	return TEXT_BROKEN;
}
