// SPDX-License-Identifier: GPL-2.0-only
/* The imagined machine's metadata and records: see recorder.h. */
#include "recorder.h"

#include <string.h>

#include "base/alloc.h"

void set_number(struct strbuf *b, size_t at, const struct machine *m, uint64_t v, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		b->s[at + (m->big ? size - 1 - i : i)] = (char)(v >> 8 * i);
}

void add_number(struct strbuf *b, const struct machine *m, uint64_t v, unsigned size)
{
	strbuf_add(b, "\0\0\0\0\0\0\0", size);
	set_number(b, b->len - size, m, v, size);
}

void add_string(struct strbuf *b, const char *s)
{
	strbuf_add(b, s, strlen(s) + 1);
}

static void add_sized(struct strbuf *b, const struct machine *m, const char *text)
{
	add_number(b, m, strlen(text), 8);
	strbuf_puts(b, text);
}

void add_header_info(struct strbuf *b, const struct machine *m)
{
	struct strbuf page = { 0 };

	strbuf_printf(&page,
		      "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
		      "\tfield: local_t commit;\toffset:8;\tsize:%u;\tsigned:1;\n"
		      "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
		      "\tfield: char data;\toffset:%u;\tsize:4080;\tsigned:1;\n",
		      m->long_size, 8 + m->long_size);
	add_string(b, "header_page");
	add_sized(b, m, strbuf_str(&page));
	add_string(b, "header_event");
	add_sized(b, m, "# compressed entry header\n");
	strbuf_free(&page);
}

/* A format; %L in @fields stands for the size of a long. */
static void add_format(struct strbuf *b, const struct machine *m, const char *name, unsigned id,
		       const char *fields)
{
	struct strbuf text = { 0 };

	strbuf_printf(&text,
		      "name: %s\nID: %u\nformat:\n"
		      "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
		      "\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"
		      "\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n"
		      "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n",
		      name, id);
	for (const char *p = fields; *p; p++) {
		if (p[0] == '%' && p[1] == 'L') {
			strbuf_printf(&text, "%u", m->long_size);
			p++;
		} else {
			strbuf_add(&text, p, 1);
		}
	}
	strbuf_puts(&text, "\nprint fmt: \"%d\", ((((((REC->id))))))\n");
	add_sized(b, m, strbuf_str(&text));
	strbuf_free(&text);
}

void add_ftrace_events(struct strbuf *b, const struct machine *m)
{
	add_number(b, m, 1, 4);
	add_format(b, m, "kernel_stack", ID_STACK,
		   "\tfield:int size;\toffset:8;\tsize:4;\tsigned:1;\n"
		   "\tfield:unsigned long caller[8];\toffset:16;\tsize:64;\tsigned:0;\n");
}

static void add_system(struct strbuf *b, const struct machine *m, const char *name, unsigned events)
{
	add_string(b, name);
	add_number(b, m, events, 4);
}

#define LOCK_FIELDS                                                         \
	"\tfield:__data_loc char[] name;\toffset:12;\tsize:4;\tsigned:0;\n" \
	"\tfield:void * lockdep_addr;\toffset:16;\tsize:%L;\tsigned:0;\n"
#define NUMBER_FIELD(name) "\tfield:int " name ";\toffset:8;\tsize:4;\tsigned:1;\n"

void add_event_formats(struct strbuf *b, const struct machine *m)
{
	add_number(b, m, 8, 4);
	add_system(b, m, "lock", 2);
	add_format(b, m, "lock_acquire", ID_ACQUIRE,
		   "\tfield:unsigned int flags;\toffset:8;\tsize:4;\tsigned:0;\n" LOCK_FIELDS);
	add_format(b, m, "lock_release", ID_RELEASE, LOCK_FIELDS);
	add_system(b, m, "irq", 2);
	add_format(
		b, m, "irq_handler_entry", ID_IRQ_ENTRY,
		NUMBER_FIELD(
			"irq") "\tfield:__rel_loc char[] name;\toffset:12;\tsize:4;\tsigned:0;\n");
	add_format(b, m, "softirq_entry", ID_SOFTIRQ_ENTRY, NUMBER_FIELD("vec"));
	add_system(b, m, "preemptirq", 1);
	add_format(b, m, "irq_disable", ID_IRQ_DISABLE,
		   "\tfield:u32 caller_offs;\toffset:8;\tsize:4;\tsigned:0;\n"
		   "\tfield:u32 parent_offs;\toffset:12;\tsize:4;\tsigned:0;\n");
	add_system(b, m, "sched", 1);
	add_format(b, m, "sched_switch", ID_SWITCH,
		   "\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
		   "\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n"
		   "\tfield:long prev_state;\toffset:32;\tsize:%L;\tsigned:1;\n"
		   "\tfield:char next_comm[16];\toffset:40;\tsize:16;\tsigned:0;\n"
		   "\tfield:pid_t next_pid;\toffset:56;\tsize:4;\tsigned:1;\n");
	add_system(b, m, "irq_vectors", 1);
	add_format(b, m, "local_timer_entry", ID_VECTOR_ENTRY, NUMBER_FIELD("vector"));
	add_system(b, m, "timer", 1);
	add_format(b, m, "timer_expire_entry", ID_TIMER_ENTRY,
		   "\tfield:void * timer;\toffset:8;\tsize:%L;\tsigned:0;\n"
		   "\tfield:void * function;\toffset:16;\tsize:%L;\tsigned:0;\n");
	add_system(b, m, "workqueue", 1);
	add_format(b, m, "workqueue_execute_end", ID_WORK_EXIT,
		   "\tfield:void * work;\toffset:8;\tsize:%L;\tsigned:0;\n");
	add_system(b, m, "raw_syscalls", 1);
	add_format(b, m, "sys_exit", ID_SYSCALL_EXIT,
		   "\tfield:long id;\toffset:8;\tsize:%L;\tsigned:1;\n");
}

void add_kallsyms(struct strbuf *b, const struct machine *m)
{
	static const char text[] =
		"c0010000 T _stext\nc0010000 T _text\nc0011000 T lock_acquire\n"
		"c0012000 t counter_irq\nc0013000 T vfs_write\nc0014000 T _etext\n";

	add_number(b, m, sizeof(text) - 1, 4);
	strbuf_puts(b, text);
}

void add_cmdlines(struct strbuf *b, const struct machine *m)
{
	add_sized(b, m, "10 sh\n11 name with blanks\n");
}

/* ---- raw records ---- */

static void begin(struct strbuf *b, const struct machine *m, unsigned id, struct when w)
{
	strbuf_clear(b);
	add_number(b, m, id, 2);
	add_number(b, m, w.flags, 1);
	add_number(b, m, w.preempt, 1);
	add_number(b, m, (uint32_t)w.pid, 4);
}

static void pad(struct strbuf *b, size_t to)
{
	while (b->len < to)
		strbuf_add(b, "", 1);
}

/* The ring buffer's records end at multiples of 4. */
static void end(struct strbuf *b)
{
	pad(b, (b->len + 3) / 4 * 4);
}

void raw_lock(struct strbuf *b, const struct machine *m, unsigned id, struct when w, uint64_t lock,
	      const char *name, unsigned flags)
{
	begin(b, m, id, w);
	add_number(b, m, flags, 4);
	add_number(b, m, (strlen(name) + 1) << 16 | (16 + m->long_size), 4);
	add_number(b, m, lock, m->long_size);
	add_string(b, name);
	end(b);
}

void raw_number(struct strbuf *b, const struct machine *m, unsigned id, struct when w, uint32_t nr)
{
	begin(b, m, id, w);
	add_number(b, m, nr, 4);
}

void raw_irq_entry(struct strbuf *b, const struct machine *m, struct when w, uint32_t nr,
		   const char *name)
{
	begin(b, m, ID_IRQ_ENTRY, w);
	add_number(b, m, nr, 4);
	add_number(b, m, (strlen(name) + 1) << 16, 4); /* right behind */
	add_string(b, name);
	end(b);
}

void raw_offsets(struct strbuf *b, const struct machine *m, unsigned id, struct when w,
		 uint32_t caller, uint32_t parent)
{
	begin(b, m, id, w);
	add_number(b, m, caller, 4);
	add_number(b, m, parent, 4);
}

void raw_switch(struct strbuf *b, const struct machine *m, struct when w, uint64_t state,
		int32_t next, const char *comm)
{
	begin(b, m, ID_SWITCH, w);
	pad(b, 24);
	add_number(b, m, (uint32_t)w.pid, 4);
	pad(b, 32);
	add_number(b, m, state, m->long_size);
	pad(b, 40);
	strbuf_puts(b, comm);
	pad(b, 56);
	add_number(b, m, (uint32_t)next, 4);
}

void raw_object(struct strbuf *b, const struct machine *m, unsigned id, struct when w,
		uint64_t object, uint64_t function)
{
	begin(b, m, id, w);
	add_number(b, m, object, m->long_size);
	pad(b, 16);
	add_number(b, m, function, m->long_size);
}

void raw_stack(struct strbuf *b, const struct machine *m, struct when w, const uint64_t *frames,
	       unsigned n)
{
	begin(b, m, ID_STACK, w);
	add_number(b, m, n, 4);
	pad(b, 16);
	for (unsigned i = 0; i < n; i++)
		add_number(b, m, frames[i], m->long_size);
}
