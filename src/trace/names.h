/* SPDX-License-Identifier: GPL-2.0-only */
/* What model/recordings.names says of lockdep's names and of functions in stack traces. */
#ifndef UNSPIN_TRACE_NAMES_H
#define UNSPIN_TRACE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/embedded.h"
#include "base/name.h"
#include "lockgraph/lock.h"

extern const struct embedded embedded_names[];
extern const unsigned embedded_names_count;

struct names;
struct names *names_new(void);
void names_free(struct names *n);

/* The kind of lockdep's class @name, LK_NONE if nothing is said of it. */
enum lock_kind names_kind(struct names *n, name_t name);

/* Is it taken without being validated? */
bool names_is_novalidate(struct names *n, name_t name);

enum frame_role {
	FRAME_PLAIN,
	FRAME_INSIDE, /* of the lock's own implementation */
	FRAME_ENTRY,  /* the kernel's way in */
	FRAME_CALLER, /* calls back what was registered: a story begins behind it */
};
enum frame_role names_frame(struct names *n, name_t function);

#endif
