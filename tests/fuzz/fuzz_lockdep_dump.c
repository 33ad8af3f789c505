// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes are read as a dump of lockdep and told to a lock graph without a crash, a leak or a hang. */
#include "recording.h"
#include "trace/lockdep_dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lockgraph *g = lockgraph_new();
	struct lockdep_dump d = { 0 };
	struct input in;

	if (fuzz_open(&in, data, size)) {
		lockdep_dump_looks(in.head, in.nhead);
		lockdep_dump_read(&d, &in);
		lockdep_dump_to_graph(&d, NULL, g);
		input_close(&in);
	}
	lockdep_dump_free(&d);
	lockgraph_free(g);
	return 0;
}
