// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes are read as a trace.dat without a crash, a leak or a hang. */
#include "recording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_reader(&reader_trace_dat, data, size);
	return 0;
}
