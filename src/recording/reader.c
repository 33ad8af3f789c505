// SPDX-License-Identifier: GPL-2.0-only
/* Tells the formats of recordings apart. */
#include "recording/reader.h"

#include "base/alloc.h"

const struct event_reader *reader_for(const struct input *in)
{
	static const struct event_reader *const readers[] = {
		&reader_trace_dat,
		&reader_perf_data,
		&reader_ftrace_text,
		&reader_perf_script,
	};

	for (unsigned i = 0; i < ARRAY_SIZE(readers); i++)
		if (readers[i]->looks(in->head, in->nhead))
			return readers[i];
	return NULL;
}
