/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A place in the kernel as its messages print it (lib/vsprintf.c, %pS and its
 * kin; kernel/trace/trace_output.c for ftrace).
 */
#ifndef UNSPIN_SYMBOLS_STACKLINE_H
#define UNSPIN_SYMBOLS_STACKLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/name.h"

struct stack_line {
	name_t function; /* 0: only an address was printed */
	name_t module;
	uint64_t address; /* if there is no function */
	uint64_t offset;  /* NO_OFFSET: not printed */
	uint64_t size;	  /* 0: not printed */
};

/* False if there is neither a name nor an address in it. */
bool stack_line_parse(const char *text, size_t len, struct stack_line *out);

#endif
