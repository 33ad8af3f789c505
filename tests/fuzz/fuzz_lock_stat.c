// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes are read as /proc/lock_stat, and the rows sorted, without a crash, a leak or a hang. */
#include "recording.h"
#include "trace/lock_stat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stats s = { 0 };
	struct input in;

	if (!fuzz_open(&in, data, size))
		return 0;
	lock_stat_looks(in.head, in.nhead);
	lock_stat_read(&in, &s);
	stats_sort(&s);
	stats_free(&s);
	input_close(&in);
	return 0;
}
