// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes are read as a perf.data without a crash, a leak or a hang. */
#include "recording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_reader(&reader_perf_data, data, size);
	return 0;
}
