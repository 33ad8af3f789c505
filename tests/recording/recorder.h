/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes binary recordings of an imagined machine, for tests: the kernel's
 * metadata and raw records of events, which trace.dat and perf.data share. The
 * machine is of either byte order and word size; its addresses fit in 32 bits,
 * so that all machines tell the same.
 */
#ifndef UNSPIN_TESTS_RECORDING_RECORDER_H
#define UNSPIN_TESTS_RECORDING_RECORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"

struct machine {
	bool big;
	unsigned long_size; /* 4 or 8 */
};

/* Numbers and text in the machine's byte order */
void add_number(struct strbuf *b, const struct machine *m, uint64_t v, unsigned size);
void add_string(struct strbuf *b, const char *s); /* with its NUL */
void set_number(struct strbuf *b, size_t at, const struct machine *m, uint64_t v, unsigned size);

/* Parts of the metadata, as in trace-cmd.dat.v6(5) */
void add_header_info(struct strbuf *b, const struct machine *m);
void add_ftrace_events(struct strbuf *b, const struct machine *m);
void add_event_formats(struct strbuf *b, const struct machine *m);
void add_kallsyms(struct strbuf *b, const struct machine *m);
void add_cmdlines(struct strbuf *b, const struct machine *m);

/* The numbers of the machine's events */
enum {
	ID_STACK = 4,
	ID_ACQUIRE = 20,
	ID_RELEASE,
	ID_IRQ_ENTRY,
	ID_SOFTIRQ_ENTRY,
	ID_IRQ_DISABLE,
	ID_SWITCH,
	ID_VECTOR_ENTRY,
	ID_TIMER_ENTRY,
	ID_WORK_EXIT,
	ID_SYSCALL_EXIT,
	ID_UNKNOWN, /* its format is not in the recording */
};

/* The task and context of an event: common_flags, common_preempt_count, common_pid */
struct when {
	uint8_t flags, preempt;
	int32_t pid;
};

/* Raw records, into @b, which is cleared first */
void raw_lock(struct strbuf *b, const struct machine *m, unsigned id, struct when w, uint64_t lock,
	      const char *name, unsigned flags);
void raw_number(struct strbuf *b, const struct machine *m, unsigned id, struct when w, uint32_t nr);
void raw_irq_entry(struct strbuf *b, const struct machine *m, struct when w, uint32_t nr,
		   const char *name);
void raw_offsets(struct strbuf *b, const struct machine *m, unsigned id, struct when w,
		 uint32_t caller, uint32_t parent);
void raw_switch(struct strbuf *b, const struct machine *m, struct when w, uint64_t state,
		int32_t next, const char *comm);
void raw_object(struct strbuf *b, const struct machine *m, unsigned id, struct when w,
		uint64_t object, uint64_t function);
void raw_stack(struct strbuf *b, const struct machine *m, struct when w, const uint64_t *frames,
	       unsigned n);

#endif
