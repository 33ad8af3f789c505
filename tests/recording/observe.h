/* SPDX-License-Identifier: GPL-2.0-only */
/* What a reader makes of bytes: the events as text, and what it says on stderr. */
#ifndef UNSPIN_TESTS_RECORDING_OBSERVE_H
#define UNSPIN_TESTS_RECORDING_OBSERVE_H

#include "events.h"

/* Read @file; what is said goes to @said, line by line, without the file's name. */
void observe(const struct event_reader *reader, const struct strbuf *file, struct strbuf *events,
	     struct strbuf *said);

/* Fail the test unless it is this. */
void expect(const struct event_reader *reader, const struct strbuf *file, const char *events,
	    const char *said);

/*
 * Cut @file at @first bytes, at each of those up to @fine, then at each @step: the test fails
 * unless each time something is said.
 */
void cuts_are_said(const struct event_reader *reader, const struct strbuf *file, size_t first,
		   size_t fine, size_t step);

/*
 * Flip some bits of @file, again and again, and read the result, whatever comes:
 * it must end. The same bits each time.
 */
void survive_flips(const struct event_reader *reader, const struct strbuf *file, unsigned rounds);

#endif
