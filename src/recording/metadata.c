// SPDX-License-Identifier: GPL-2.0-only
/* Reads what recordings save of the recorded kernel. */
#include <string.h>

#include "base/alloc.h"
#include "recording/metadata.h"

/* Larger parts than any real recording has are not believed. */
#define FORMAT_MAX (1u << 20)
#define KALLSYMS_MAX (256u << 20)

bool metadata_header(struct cursor *c, struct decoder *d, struct ring_layout *l)
{
	uint64_t n;
	char *text;
	bool good;

	cursor_skip(c, sizeof("header_page"));
	n = cursor_number(c, 8);
	text = cursor_text(c, n, FORMAT_MAX);
	good = ring_layout_parse(text, text ? n : 0, l);
	xfree(text);
	decoder_long(d, l->long_size);
	cursor_skip(c, sizeof("header_event"));
	cursor_skip(c, cursor_number(c, 8));
	return good;
}

static void read_formats(struct cursor *c, struct decoder *d, const char *system, uint32_t count)
{
	while (count-- && !c->cut) {
		uint64_t n = cursor_number(c, 8);
		char *text = cursor_text(c, n, FORMAT_MAX);

		if (text)
			decoder_add_format(d, system, text, n);
		xfree(text);
	}
}

void metadata_ftrace_events(struct cursor *c, struct decoder *d)
{
	read_formats(c, d, "ftrace", (uint32_t)cursor_number(c, 4));
}

void metadata_event_formats(struct cursor *c, struct decoder *d)
{
	uint32_t systems = (uint32_t)cursor_number(c, 4);
	char system[64];

	while (systems-- && !c->cut) {
		cursor_string(c, system, sizeof(system));
		read_formats(c, d, system, (uint32_t)cursor_number(c, 4));
	}
}

uint64_t metadata_kallsyms(struct cursor *c, struct decoder *d)
{
	uint32_t n = (uint32_t)cursor_number(c, 4);
	char *text = cursor_text(c, n, KALLSYMS_MAX);
	uint64_t stext = text && n ? decoder_kallsyms(d, text, n) : 0;

	xfree(text);
	return stext;
}

void metadata_printk(struct cursor *c)
{
	cursor_skip(c, cursor_number(c, 4));
}

/* Lines of "PID NAME" */
void metadata_cmdlines(struct cursor *c, struct decoder *d)
{
	uint64_t n = cursor_number(c, 8);
	char *text = cursor_text(c, n, KALLSYMS_MAX), *save = NULL;

	for (char *line = text ? strtok_r(text, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *name;
		long pid = strtol(line, &name, 10);

		if (name != line && *name == ' ' && pid >= 0 && pid <= INT32_MAX)
			decoder_comm(d, (int32_t)pid, name_of(name + 1));
	}
	xfree(text);
}
