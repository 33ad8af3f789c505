/* SPDX-License-Identifier: GPL-2.0-only */
/* Any bytes as a recording, for the fuzz targets of the readers: they read files, so make one. */
#ifndef UNSPIN_TESTS_FUZZ_RECORDING_H
#define UNSPIN_TESTS_FUZZ_RECORDING_H

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "recording/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Now and then it also releases names, since those of made-up input never repeat. */
static inline bool fuzz_open(struct input *in, const uint8_t *data, size_t size)
{
	static int fd = -1;
	static unsigned inputs;
	static char path[64]; /* the input keeps it */

	if (fd < 0)
		fd = memfd_create("recording", 0);
	if (!(++inputs % 1024))
		name_free_all();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return !ftruncate(fd, 0) && pwrite(fd, data, size, 0) == (ssize_t)size &&
	       input_open(in, path);
}

/* What a reader promises of each event (event.h); reads all that it points to. */
static inline bool fuzz_check(void *front, const struct event *e)
{
	uint64_t *sum = front;

	if (e->type >= EV_N || e->cpu >= CPUS_MAX)
		__builtin_trap();
	*sum += name_len(e->comm);
	if (e->type == EV_STACK) {
		if (!e->stack.n || e->stack.n > STACK_MAX)
			__builtin_trap();
		for (unsigned i = 0; i < e->stack.n; i++)
			*sum += e->stack.frames[i].address + name_len(e->stack.frames[i].function);
	} else if (e->type >= EV_ACQUIRE && e->type <= EV_ACQUIRED) {
		*sum += name_len(e->lock.name);
	}
	return true;
}

/* Read them by @reader, whether they look like a recording of it or not. */
static inline void fuzz_reader(const struct event_reader *reader, const uint8_t *data, size_t size)
{
	struct recording_info info = { 0 };
	struct input in;
	uint64_t sum = 0;

	if (!fuzz_open(&in, data, size))
		return;
	reader->looks(in.head, in.nhead);
	reader->read(&in, &info, fuzz_check, &sum);
	input_close(&in);
}

#endif
