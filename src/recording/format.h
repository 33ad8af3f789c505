/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Event formats: the text that the kernel gives in events/SYSTEM/EVENT/format
 * and that trace-cmd and perf put into their recordings
 * (Documentation/trace/events.rst; kernel/trace/trace_events.c, f_show()).
 *
 * Only where the fields lie is read. The print format, a small program in C, is
 * of no use here; libtraceevent parses it by recursion, which a file that is not
 * what it says can drive off the end of the stack.
 */
#ifndef UNSPIN_RECORDING_FORMAT_H
#define UNSPIN_RECORDING_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_kind {
	FIELD_NONE,	/* no such field */
	FIELD_NUMBER,	/* or any bytes of fixed size, as char comm[16] */
	FIELD_DATA_LOC, /* u32: offset in the record, size << 16 */
	FIELD_REL_LOC,	/* the same, but the offset is from the field's end */
	FIELD_REST,	/* an array that goes to the record's end */
};

struct format_field {
	const char *name; /* in the text, not terminated */
	uint32_t name_len;
	enum field_kind kind;
	uint32_t offset, size;
};

#define FORMAT_FIELDS_MAX 64

struct event_format {
	const char *name; /* in the text, not terminated */
	uint32_t name_len;
	uint32_t id;
	unsigned nfields;
	struct format_field fields[FORMAT_FIELDS_MAX]; /* further ones are left out */
};

/* Read the @len bytes at @text. False if they are no event's format. */
bool format_parse(const char *text, size_t len, struct event_format *out);

/* The field called @name, NULL if there is none. */
const struct format_field *format_field(const struct event_format *f, const char *name);

#endif
