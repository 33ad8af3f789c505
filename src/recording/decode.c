// SPDX-License-Identifier: GPL-2.0-only
/* Reads raw records by the formats of their events. */
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "recording/bytes.h"
#include "recording/decode.h"
#include "recording/format.h"
#include "symbols/proc.h"

/* include/linux/trace_events.h, enum trace_flag_type */
enum {
	FLAG_IRQS_OFF = 0x01,
	FLAG_IRQS_NOSUPPORT = 0x02, /* until Linux 6.12; then a kind of need-resched */
	FLAG_HARDIRQ = 0x08,
	FLAG_SOFTIRQ = 0x10,
	FLAG_NMI = 0x40,
	FLAG_BH_OFF = 0x80, /* since Linux 5.19 */
};

/* The bits of prev_state that mean "sleeps" or "is gone"; what is above them is "preempted". */
#define STATE_NOT_RUNNABLE 0xffu

/* In the place of the address of a trampoline, kernel/trace/trace.h */
#define TRAMPOLINE_MARKER 0x7fffffffu

/* Where a field lies. */
struct place {
	enum field_kind kind;
	uint32_t offset, size;
};

#define FIELDS 3

/* How the records of one event are read. */
struct recipe {
	enum event_type type;
	name_t name; /* a vector's */
	struct place at[FIELDS];
};

/* The events that are read, and the fields that tell what is asked of them. */
static const struct {
	const char *system, *event;
	enum event_type type;
	const char *fields[FIELDS]; /* in the order in which the readers below expect them */
} known[] = {
	{ "lock", "lock_acquire", EV_ACQUIRE, { "lockdep_addr", "name", "flags" } },
	{ "lock", "lock_release", EV_RELEASE, { "lockdep_addr", "name" } },
	{ "lock", "lock_contended", EV_CONTENDED, { "lockdep_addr", "name" } },
	{ "lock", "lock_acquired", EV_ACQUIRED, { "lockdep_addr", "name" } },
	{ "irq", "irq_handler_entry", EV_IRQ_ENTRY, { "irq", "name" } },
	{ "irq", "irq_handler_exit", EV_IRQ_EXIT, { "irq" } },
	{ "irq", "softirq_entry", EV_SOFTIRQ_ENTRY, { "vec" } },
	{ "irq", "softirq_exit", EV_SOFTIRQ_EXIT, { "vec" } },
	{ "preemptirq", "irq_disable", EV_IRQ_DISABLE, { "caller_offs", "parent_offs" } },
	{ "preemptirq", "irq_enable", EV_IRQ_ENABLE, { "caller_offs", "parent_offs" } },
	{ "sched", "sched_switch", EV_SWITCH, { "next_pid", "next_comm", "prev_state" } },
	{ "sched", "sched_process_exit", EV_TASK_EXIT, { NULL } },
	{ "raw_syscalls", "sys_exit", EV_SYSCALL_EXIT, { NULL } },
	{ "timer", "timer_expire_entry", EV_TIMER_ENTRY, { "timer", "function" } },
	{ "timer", "timer_expire_exit", EV_TIMER_EXIT, { "timer" } },
	{ "timer", "hrtimer_expire_entry", EV_TIMER_ENTRY, { "hrtimer", "function" } },
	{ "timer", "hrtimer_expire_exit", EV_TIMER_EXIT, { "hrtimer" } },
	{ "workqueue", "workqueue_execute_start", EV_WORK_ENTRY, { "work", "function" } },
	{ "workqueue", "workqueue_execute_end", EV_WORK_EXIT, { "work" } },
	{ "ftrace", "kernel_stack", EV_STACK, { "caller", "size" } },
	/* interrupts without a handler of their own: arm's and powerpc's, then x86's */
	{ "ipi", "ipi_entry", EV_VECTOR_ENTRY, { NULL } },
	{ "ipi", "ipi_exit", EV_VECTOR_EXIT, { NULL } },
	{ "powerpc", "irq_entry", EV_VECTOR_ENTRY, { NULL } },
	{ "powerpc", "irq_exit", EV_VECTOR_EXIT, { NULL } },
	{ "powerpc", "timer_interrupt_entry", EV_VECTOR_ENTRY, { NULL } },
	{ "powerpc", "timer_interrupt_exit", EV_VECTOR_EXIT, { NULL } },
	{ "powerpc", "doorbell_entry", EV_VECTOR_ENTRY, { NULL } },
	{ "powerpc", "doorbell_exit", EV_VECTOR_EXIT, { NULL } },
	{ "irq_vectors", "*_entry", EV_VECTOR_ENTRY, { "vector" } },
	{ "irq_vectors", "*_exit", EV_VECTOR_EXIT, { "vector" } },
};

#define NAMES_CACHED 1024u
#define PIDS_CACHED 256u
#define FRAMES_CACHED 1024u
#define PIDS_KNOWN (1u << 20)

struct decoder {
	bool big;
	bool perf;
	bool bh_known;	 /* the kernel is known to have FLAG_BH_OFF */
	bool nosupport;	 /* FLAG_IRQS_NOSUPPORT means what it says */
	uint16_t *by_id; /* id → index of the recipe + 1 */
	VEC(struct recipe) recipes;
	struct place type, flags, preempt, pid; /* the fields that all events share */
	struct map comms;			/* pid → name_t */
	struct {
		int32_t pid;
		name_t comm;
	} pids[PIDS_CACHED];
	struct {
		name_t name;
		uint32_t len;
		const char *text; /* the name's */
	} names[NAMES_CACHED];
	unsigned long_size;   /* of the recorded kernel */
	unsigned common_end;  /* offset behind the last of the shared fields */
	struct symtab symtab; /* of the recording's kallsyms */
	uint64_t stext;	      /* the address of _stext, 0: not known */
	struct event_frame functions[FRAMES_CACHED]; /* by address */
	struct event_frame frames[STACK_MAX];	     /* of the event at hand */
};

#define ID_MAX 65535u /* common_type has 16 bits */

struct decoder *decoder_new(bool big)
{
	struct decoder *d = xcalloc(1, sizeof(*d));

	d->big = big;
	d->long_size = 8;
	d->by_id = xcalloc(ID_MAX + 1, sizeof(*d->by_id));
	d->nosupport = true;
	/* include/linux/trace_events.h, struct trace_entry: so since 2.6.33 */
	d->type = (struct place){ FIELD_NUMBER, 0, 2 };
	d->flags = (struct place){ FIELD_NUMBER, 2, 1 };
	d->preempt = (struct place){ FIELD_NUMBER, 3, 1 };
	d->pid = (struct place){ FIELD_NUMBER, 4, 4 };
	d->common_end = 8;
	return d;
}

void decoder_free(struct decoder *d)
{
	if (!d)
		return;
	xfree(d->by_id);
	vec_free(&d->recipes);
	map_free(&d->comms);
	symtab_free(&d->symtab);
	xfree(d);
}

/* ---- formats ---- */

static struct place place_of(const struct event_format *f, const char *name)
{
	const struct format_field *field = name ? format_field(f, name) : NULL;

	if (!field)
		return (struct place){ .kind = FIELD_NONE };
	return (struct place){ field->kind, field->offset, field->size };
}

/* A field that all events have; where it lies is the same in all of them. */
static void common(struct decoder *d, struct place *p, const struct event_format *f,
		   const char *name)
{
	struct place found = place_of(f, name);

	if (found.kind != FIELD_NUMBER || found.offset + found.size > 64)
		return;
	*p = found;
	if (d->common_end < found.offset + found.size)
		d->common_end = found.offset + found.size;
}

/* Is @name the word @pattern, or does it end as "*…" says? *@stem is what * stands for. */
static bool matches(const char *pattern, const char *name, size_t len, size_t *stem)
{
	size_t n = strlen(pattern);

	*stem = len;
	if (*pattern != '*')
		return n == len && !memcmp(pattern, name, n);
	n--;
	*stem = len - n;
	return len > n && !memcmp(pattern + 1, name + *stem, n);
}

bool decoder_add_format(struct decoder *d, const char *system, const char *text, size_t len)
{
	struct event_format f;
	struct recipe r = { .type = EV_OTHER };

	if (!format_parse(text, len, &f) || f.id > ID_MAX)
		return false;
	common(d, &d->type, &f, "common_type");
	common(d, &d->flags, &f, "common_flags");
	common(d, &d->preempt, &f, "common_preempt_count");
	common(d, &d->pid, &f, "common_pid");
	for (unsigned i = 0; i < ARRAY_SIZE(known); i++) {
		size_t stem;

		if (strcmp(known[i].system, system) ||
		    !matches(known[i].event, f.name, f.name_len, &stem))
			continue;
		r.type = known[i].type;
		for (unsigned k = 0; k < FIELDS; k++)
			r.at[k] = place_of(&f, known[i].fields[k]);
		if (r.type == EV_VECTOR_ENTRY || r.type == EV_VECTOR_EXIT)
			r.name = name_intern(f.name, stem);
		break;
	}
	/* Every syscall may have an event of its own. */
	if (!strcmp(system, "syscalls") && f.name_len > 9 && !memcmp(f.name, "sys_exit_", 9))
		r.type = EV_SYSCALL_EXIT;
	d->by_id[f.id] = 0;
	if (r.type != EV_OTHER && d->recipes.n < ID_MAX) {
		*vec_push(&d->recipes) = r;
		d->by_id[f.id] = (uint16_t)d->recipes.n;
	}
	return true;
}

enum event_type decoder_type(const struct decoder *d, uint64_t id)
{
	unsigned index = id <= ID_MAX ? d->by_id[id] : 0;

	return index ? d->recipes.at[index - 1].type : EV_OTHER;
}

void decoder_release(struct decoder *d, const char *release, size_t len)
{
	const char *end = release + len;
	unsigned v[2] = { 0, 0 };

	for (unsigned i = 0; i < 2; i++) {
		while (release < end && *release >= '0' && *release <= '9' && v[i] < 10000)
			v[i] = v[i] * 10 + (unsigned)(*release++ - '0');
		if (release < end && *release == '.')
			release++;
	}
	if (!v[0])
		return;
	d->bh_known = v[0] > 5 || (v[0] == 5 && v[1] >= 19);
	d->nosupport = v[0] < 6 || (v[0] == 6 && v[1] <= 12);
}

void decoder_long(struct decoder *d, unsigned size)
{
	d->long_size = size;
}

uint64_t decoder_kallsyms(struct decoder *d, const char *text, size_t len)
{
	const struct symbol *sym;
	uint32_t hidden;

	kallsyms_parse(text, len, &d->symtab, &hidden);
	symtab_ready(&d->symtab);
	sym = symtab_only(&d->symtab, name_of("_stext"), 0);
	d->stext = sym ? sym->address : 0;
	return d->stext;
}

void decoder_stext(struct decoder *d, uint64_t address)
{
	d->stext = address;
}

void decoder_perf(struct decoder *d)
{
	d->perf = true;
}

/* ---- names ---- */

name_t decoder_name(struct decoder *d, const char *s, size_t len)
{
	uint64_t h = len, word;
	unsigned slot;

	for (size_t i = 0; i < len; i += sizeof(word)) {
		word = 0;
		memcpy(&word, s + i, len - i < sizeof(word) ? len - i : sizeof(word));
		h = (h ^ word) * 0x9e3779b97f4a7c15u;
		h ^= h >> 32;
	}
	slot = (unsigned)(h % NAMES_CACHED);
	if (d->names[slot].len != len || !len || memcmp(d->names[slot].text, s, len)) {
		name_t name = name_intern(s, len);

		d->names[slot].name = name;
		d->names[slot].len = (uint32_t)len;
		d->names[slot].text = name_str(name);
	}
	return d->names[slot].name;
}

void decoder_comm(struct decoder *d, int32_t pid, name_t comm)
{
	unsigned slot = (unsigned)pid % PIDS_CACHED;

	if (d->comms.n >= PIDS_KNOWN && !map_get(&d->comms, (uint32_t)pid))
		return;
	*map_put(&d->comms, (uint32_t)pid, NULL) = comm;
	d->pids[slot].pid = pid;
	d->pids[slot].comm = comm;
}

name_t decoder_comm_of(struct decoder *d, int32_t pid)
{
	unsigned slot = (unsigned)pid % PIDS_CACHED;

	if (d->pids[slot].pid != pid || !d->pids[slot].comm) {
		const uint32_t *known_as = map_get(&d->comms, (uint32_t)pid);

		d->pids[slot].pid = pid;
		d->pids[slot].comm = known_as ? *known_as : 0;
	}
	return d->pids[slot].comm;
}

/* ---- records ---- */

/* The record at hand. */
struct record {
	const uint8_t *at;
	size_t n;
};

static inline uint64_t number(const struct decoder *d, struct record r, const struct place *p)
{
	if (p->kind != FIELD_NUMBER || p->offset + p->size > r.n)
		return 0;
	return bytes_number(r.at + p->offset, p->size, d->big);
}

static name_t text(struct decoder *d, struct record r, const struct place *p)
{
	size_t offset = p->offset, size = p->size;
	const void *nul;

	if (p->kind == FIELD_DATA_LOC || p->kind == FIELD_REL_LOC) {
		uint32_t where;

		if (p->size != 4 || p->offset + 4 > r.n)
			return 0;
		where = bytes_u32(r.at + p->offset, d->big);
		offset = (where & 0xffff) + (p->kind == FIELD_REL_LOC ? p->offset + 4 : 0);
		size = where >> 16;
	} else if (p->kind == FIELD_NONE) {
		return 0;
	}
	if (offset > r.n)
		return 0;
	if (size > r.n - offset)
		size = r.n - offset;
	if (size > EVENT_NAME_MAX)
		size = EVENT_NAME_MAX;
	nul = memchr(r.at + offset, 0, size);
	if (nul)
		size = (size_t)((const uint8_t *)nul - (r.at + offset));
	return size ? decoder_name(d, (const char *)r.at + offset, size) : 0;
}

static void flags(const struct decoder *d, struct record r, struct event_flags *f)
{
	unsigned bits = (unsigned)number(d, r, &d->flags);
	/* the upper half is the depth of migrate_disable() */
	unsigned preempt = number(d, r, &d->preempt) & 0xf;

	f->known = !(d->nosupport && bits & FLAG_IRQS_NOSUPPORT);
	f->bh_known = d->bh_known;
	f->irqs_off = bits & FLAG_IRQS_OFF;
	f->bh_off = d->bh_known && bits & FLAG_BH_OFF;
	f->hardirq = bits & FLAG_HARDIRQ;
	f->softirq = bits & FLAG_SOFTIRQ;
	f->nmi = bits & FLAG_NMI;
	f->preempt = (uint8_t)(d->perf && preempt ? preempt - 1 : preempt);
}

/* The function at @address, where the recording's kallsyms tells it. */
static struct event_frame frame(struct decoder *d, uint64_t address)
{
	unsigned slot = (unsigned)(hash_u64(address) % FRAMES_CACHED);
	struct event_frame *f = &d->functions[slot];
	const struct symbol *sym;
	uint64_t size;

	if (!d->symtab.list.n || !address)
		return (struct event_frame){ .address = address };
	if (f->address != address) {
		sym = symtab_at(&d->symtab, address, &size);
		*f = (struct event_frame){ .address = address };
		if (sym && sym->kind == SYMBOL_TEXT && address - sym->address <= UINT32_MAX) {
			f->function = sym->name;
			f->offset = (uint32_t)(address - sym->address);
		}
	}
	return *f;
}

/* struct stack_entry of kernel/trace/trace_entries.h: a number, and so many addresses */
static void stack(struct decoder *d, struct record r, const struct recipe *how, struct event *e)
{
	const struct place *p = &how->at[0];
	uint64_t n = number(d, r, &how->at[1]);
	unsigned got = 0;

	if (p->kind != FIELD_NONE && p->offset < r.n && n > (r.n - p->offset) / d->long_size)
		n = (r.n - p->offset) / d->long_size;
	else if (p->kind == FIELD_NONE || p->offset >= r.n)
		n = 0;
	for (unsigned i = 0; i < n && got < STACK_MAX; i++) {
		uint64_t address =
			bytes_number(r.at + p->offset + i * d->long_size, d->long_size, d->big);

		/* kernels before 5.2 end it so */
		if (address == (d->long_size == 4 ? UINT32_MAX : UINT64_MAX))
			break;
		if (address != TRAMPOLINE_MARKER)
			d->frames[got++] = frame(d, address);
	}
	if (!got)
		e->type = EV_OTHER;
	e->stack.frames = d->frames;
	e->stack.n = got;
}

/* irq_disable's places are told as offsets from _stext */
static struct event_frame from_stext(struct decoder *d, struct record r, const struct place *p)
{
	uint64_t offset = number(d, r, p);

	if (!d->stext || p->kind == FIELD_NONE)
		return (struct event_frame){ 0 };
	return frame(d, d->long_size == 4 ? (uint32_t)(d->stext + offset) : d->stext + offset);
}

/* What @how's event tells beside its task and context. */
static void own(struct decoder *d, struct record r, const struct recipe *how, struct event *e)
{
	const struct place *at = how->at;
	uint64_t bits;

	switch (how->type) {
	case EV_ACQUIRE:
		bits = number(d, r, &at[2]);
		e->lock.trylock = bits & 1;
		e->lock.read = bits & 2;
		/* fallthrough */
	case EV_RELEASE:
	case EV_CONTENDED:
	case EV_ACQUIRED:
		e->lock.lock = number(d, r, &at[0]);
		e->lock.name = text(d, r, &at[1]);
		break;
	case EV_IRQ_ENTRY:
		e->irq.name = text(d, r, &at[1]);
		/* fallthrough */
	case EV_IRQ_EXIT:
	case EV_SOFTIRQ_ENTRY:
	case EV_SOFTIRQ_EXIT:
		e->irq.nr = (int32_t)number(d, r, &at[0]);
		break;
	case EV_VECTOR_ENTRY:
	case EV_VECTOR_EXIT:
		e->irq.nr = (int32_t)number(d, r, &at[0]);
		e->irq.name = how->name;
		break;
	case EV_IRQ_DISABLE:
	case EV_IRQ_ENABLE:
		e->irqs.caller = from_stext(d, r, &at[0]);
		e->irqs.parent = from_stext(d, r, &at[1]);
		break;
	case EV_SWITCH:
		e->to.next_pid = (int32_t)number(d, r, &at[0]);
		e->to.next_comm = text(d, r, &at[1]);
		e->to.runnable = !(number(d, r, &at[2]) & STATE_NOT_RUNNABLE);
		if (e->to.next_comm && !decoder_comm_of(d, e->to.next_pid))
			decoder_comm(d, e->to.next_pid, e->to.next_comm);
		break;
	case EV_TIMER_ENTRY:
	case EV_WORK_ENTRY:
		e->run.function = frame(d, number(d, r, &at[1]));
		/* fallthrough */
	case EV_TIMER_EXIT:
	case EV_WORK_EXIT:
		e->run.object = number(d, r, &at[0]);
		break;
	case EV_STACK:
		stack(d, r, how, e);
		break;
	default:
		break;
	}
}

bool decoder_event(struct decoder *d, const uint8_t *rec, size_t n, struct event *e)
{
	struct record r = { rec, n };
	const struct recipe *how;
	unsigned index;

	if (n < d->common_end)
		return false;
	index = d->by_id[number(d, r, &d->type) & ID_MAX];
	e->type = EV_OTHER;
	flags(d, r, &e->flags);
	e->pid = (int32_t)number(d, r, &d->pid);
	e->comm = decoder_comm_of(d, e->pid);
	if (!index)
		return true;
	how = &d->recipes.at[index - 1];
	e->type = how->type;
	memset(&e->lock, 0, sizeof(*e) - offsetof(struct event, lock));
	own(d, r, how, e);
	return true;
}
