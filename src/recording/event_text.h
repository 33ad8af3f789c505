/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of an event that ftrace, trace-cmd report and perf script print alike:
 * "lock_acquire: ffff8880012345 read &s->lock". What stands before it (task, CPU,
 * time) is each format's own.
 *
 * The texts are the TP_printk() formats of Linux 5.4 to 6.12 (include/trace/events),
 * what libtraceevent's plugins make of some of them, and `trace-cmd report -R`
 * ("field=value" throughout).
 */
#ifndef UNSPIN_RECORDING_EVENT_TEXT_H
#define UNSPIN_RECORDING_EVENT_TEXT_H

#include "recording/event.h"

enum event_text {
	TEXT_NONE,   /* no "name: …" */
	TEXT_BROKEN, /* an event that is known by its name, but without what it should say */
	TEXT_EVENT,
};

/*
 * Read @text, a string that ends at @end, into @e->type and its union; sets @info->hashed where an
 * address shows that the kernel hid it. What is not TEXT_EVENT leaves EV_OTHER.
 */
enum event_text event_text_read(char *text, char *end, struct event *e,
				struct recording_info *info);

/*
 * A place in code: "func", "func+0x12/0x34 [mod]", "func <ffffffff81012345>",
 * "func (ffffffff81012345)", "0xffffffff81012345", "ffffffff81012345". It ends at
 * @end. False if it is none of them.
 */
bool frame_text_read(const char *text, const char *end, struct event_frame *frame);

#endif
