// SPDX-License-Identifier: GPL-2.0-only
/* Events as text: see events.h. */
#include "events.h"

#include <inttypes.h>

#include "base/alloc.h"

static const char *const type_names[EV_N] = {
	"other",     "acquire",	      "release",      "contended",    "acquired",    "irq-entry",
	"irq-exit",  "softirq-entry", "softirq-exit", "vector-entry", "vector-exit", "irqs-off",
	"irqs-on",   "switch",	      "timer-entry",  "timer-exit",   "work-entry",  "work-exit",
	"task-exit", "syscall-exit",  "stack",	      "lost",
};

static void print_flags(struct strbuf *out, const struct event_flags *f)
{
	if (!f->known) {
		strbuf_puts(out, " -");
		return;
	}
	strbuf_printf(out, " %s%s%s%s%s", f->irqs_off ? "d" : ".",
		      !f->bh_known ? "?"
		      : f->bh_off  ? "b"
				   : ".",
		      f->nmi ? "z" : "", f->hardirq ? "h" : "", f->softirq ? "s" : "");
	if (f->preempt != ANY_DEPTH)
		strbuf_printf(out, "%u", f->preempt);
}

static void print_frame(struct strbuf *out, const struct event_frame *f)
{
	strbuf_printf(out, "%s", f->function ? name_str(f->function) : "?");
	if (f->offset)
		strbuf_printf(out, "+%#x", f->offset);
	if (f->address)
		strbuf_printf(out, "@%" PRIx64, f->address);
}

static void print_rest(struct strbuf *out, const struct event *e)
{
	switch (e->type) {
	case EV_ACQUIRE:
	case EV_RELEASE:
	case EV_CONTENDED:
	case EV_ACQUIRED:
		strbuf_printf(out, " %" PRIx64 "%s%s \"%s\"", e->lock.lock,
			      e->lock.trylock ? " try" : "", e->lock.read ? " read" : "",
			      name_str(e->lock.name));
		break;
	case EV_IRQ_ENTRY:
	case EV_IRQ_EXIT:
	case EV_SOFTIRQ_ENTRY:
	case EV_SOFTIRQ_EXIT:
	case EV_VECTOR_ENTRY:
	case EV_VECTOR_EXIT:
		strbuf_printf(out, " %d %s", e->irq.nr, name_str(e->irq.name));
		break;
	case EV_IRQ_DISABLE:
	case EV_IRQ_ENABLE:
		strbuf_puts(out, " ");
		print_frame(out, &e->irqs.caller);
		strbuf_puts(out, " < ");
		print_frame(out, &e->irqs.parent);
		break;
	case EV_SWITCH:
		strbuf_printf(out, " %s to %s %d", e->to.runnable ? "runnable" : "sleeps",
			      name_str(e->to.next_comm), e->to.next_pid);
		break;
	case EV_TIMER_ENTRY:
	case EV_TIMER_EXIT:
	case EV_WORK_ENTRY:
	case EV_WORK_EXIT:
		strbuf_printf(out, " %" PRIx64 " ", e->run.object);
		print_frame(out, &e->run.function);
		break;
	case EV_STACK:
		for (unsigned i = 0; i < e->stack.n; i++) {
			strbuf_puts(out, i ? " < " : " ");
			print_frame(out, &e->stack.frames[i]);
		}
		break;
	case EV_LOST:
		strbuf_printf(out, " %" PRIu64, e->lost);
		break;
	default:
		break;
	}
}

static bool print_event(void *front, const struct event *e)
{
	struct strbuf *out = front;

	strbuf_printf(out, "%" PRIu64 ": %u %s-%d %" PRIu64 " %s", e->position, e->cpu,
		      name_str(e->comm), e->pid, e->time, type_names[e->type]);
	if (e->type != EV_LOST)
		print_flags(out, &e->flags);
	print_rest(out, e);
	strbuf_puts(out, "\n");
	return true;
}

bool events_of(const struct event_reader *reader, const char *path, struct strbuf *out)
{
	struct recording_info info = { 0 };
	struct input in;
	bool good;

	if (!input_open(&in, path))
		return false;
	good = reader->read(&in, &info, print_event, out);
	input_close(&in);
	strbuf_printf(out, "%s: %u CPUs%s\n", info.format ? info.format : "?", info.cpus,
		      info.hashed ? ", hashed addresses" : "");
	return good;
}
