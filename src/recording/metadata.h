/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What trace.dat and perf.data both save of the recorded kernel, in the same
 * form: the layout of ring-buffer pages, event formats, symbols, names of tasks.
 * See trace-cmd.dat.v6(5); perf has it from there (tools/perf/util/trace-event-info.c).
 *
 * Each function reads one part where @c stands; what isn't there cuts the cursor.
 */
#ifndef UNSPIN_RECORDING_METADATA_H
#define UNSPIN_RECORDING_METADATA_H

#include "recording/cursor.h"
#include "recording/decode.h"
#include "recording/ring_page.h"

/* header_page and header_event. False if the page's layout is not known; *@l is then a guess. */
bool metadata_header(struct cursor *c, struct decoder *d, struct ring_layout *l);

/* The formats of ftrace's own events, and those of the other systems' */
void metadata_ftrace_events(struct cursor *c, struct decoder *d);
void metadata_event_formats(struct cursor *c, struct decoder *d);

/* /proc/kallsyms; returns the address of _stext, 0 if not known. */
uint64_t metadata_kallsyms(struct cursor *c, struct decoder *d);

/* printk_formats, which nothing here needs */
void metadata_printk(struct cursor *c);

/* saved_cmdlines */
void metadata_cmdlines(struct cursor *c, struct decoder *d);

#endif
