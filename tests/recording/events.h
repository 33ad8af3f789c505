/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads a recording into text, one event a line, for tests that compare what a
 * reader made of it with what they expect.
 */
#ifndef UNSPIN_TESTS_RECORDING_EVENTS_H
#define UNSPIN_TESTS_RECORDING_EVENTS_H

#include "base/strbuf.h"
#include "recording/reader.h"

/* All of @path by @reader; false if that could not read it. Ends with a line on the recording. */
bool events_of(const struct event_reader *reader, const char *path, struct strbuf *out);

#endif
