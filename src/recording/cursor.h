/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading a file, or a part of one that was unpacked into memory, from front to
 * back. A cursor can't leave its range: what asks for more than there is gets
 * zeroes, and @cut remembers it.
 */
#ifndef UNSPIN_RECORDING_CURSOR_H
#define UNSPIN_RECORDING_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const uint8_t *memory; /* NULL: the file @fd */
	int fd;
	uint64_t at, end;
	bool big; /* byte order of numbers */
	bool cut; /* something was asked for that isn't there */
};

bool cursor_take(struct cursor *c, void *buf, uint64_t n);
uint64_t cursor_number(struct cursor *c, unsigned size);
void cursor_skip(struct cursor *c, uint64_t n);

/*
 * The next @n bytes in memory that the caller frees, with a NUL behind them. NULL, and
 * cut, if they are more than @max or aren't there.
 */
char *cursor_text(struct cursor *c, uint64_t n, uint64_t max);

/* A string up to its NUL; what is longer than @size - 1 bytes is skipped. Without end: cut. */
void cursor_string(struct cursor *c, char *buf, size_t size);

/* pread() until all @n bytes at @offset are there or no more come; returns how many. */
size_t file_pread(int fd, void *buf, size_t n, uint64_t offset);

#endif
