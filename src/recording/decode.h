/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Raw records of the kernel's events, as trace-cmd and perf save them, become
 * struct events. Where an event's fields lie is looked up once, when its format
 * is added; a record is then read by offset.
 */
#ifndef UNSPIN_RECORDING_DECODE_H
#define UNSPIN_RECORDING_DECODE_H

#include <stddef.h>

#include "recording/event.h"

struct decoder;

/* Records of a machine of byte order @big. */
struct decoder *decoder_new(bool big);
void decoder_free(struct decoder *d);

/* Add an event by the text of its format, which is not kept. False if that is no format. */
bool decoder_add_format(struct decoder *d, const char *system, const char *text, size_t len);

/* What the event with that number is known for. */
enum event_type decoder_type(const struct decoder *d, uint64_t id);

/* The kernel's release ("6.12.117"): what the flags mean depends on it. */
void decoder_release(struct decoder *d, const char *release, size_t len);

/* The size of a long of the kernel, 4 or 8. */
void decoder_long(struct decoder *d, unsigned size);

/* The kernel's symbols, as /proc/kallsyms tells them; returns the address of _stext, 0 if unknown. */
uint64_t decoder_kallsyms(struct decoder *d, const char *text, size_t len);

/* The same address, known otherwise. */
void decoder_stext(struct decoder *d, uint64_t address);

/*
 * The flags of perf's records count the preempt_disable() of the tracepoint
 * itself, which ftrace's leave out (tracing_gen_ctx_dec()).
 */
void decoder_perf(struct decoder *d);

/* The name of a task, where the records don't tell it. */
void decoder_comm(struct decoder *d, int32_t pid, name_t comm);
name_t decoder_comm_of(struct decoder *d, int32_t pid);

/* A text as a name, from a small cache: recordings repeat a few names without end. */
name_t decoder_name(struct decoder *d, const char *s, size_t len);

/*
 * Read the record of @n bytes at @rec into @e: type, flags, pid, comm and the
 * event's own. @e is valid until the next call. False if it is too short to be one.
 */
bool decoder_event(struct decoder *d, const uint8_t *rec, size_t n, struct event *e);

#endif
