/* SPDX-License-Identifier: GPL-2.0-only */
/* Lock statistics on stdout: what `unspin trace --stats` prints. */
#ifndef UNSPIN_CMD_LOCKSTATS_H
#define UNSPIN_CMD_LOCKSTATS_H

#include "trace/trace.h"

/* An aligned table. False if it can't be written. */
bool lockstats_text(const struct trace *t);

/* One JSON object, see docs/lockstats.md. */
bool lockstats_json(const struct trace *t);

#endif
