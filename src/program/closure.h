/* SPDX-License-Identifier: GPL-2.0-only */
/* Which files a file includes, directly or through others. */
#ifndef UNSPIN_PROGRAM_CLOSURE_H
#define UNSPIN_PROGRAM_CLOSURE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The include graph over files 0 … n-1, and its closure. Read-only once built,
 * so any number of threads may ask.
 */
struct closure;

/* @lists[i]: the files that file i includes, ended by UINT32_MAX; NULL if none. Copied. */
struct closure *closure_build(uint32_t n, const uint32_t *const *lists);
void include_closure_free(struct closure *r);

/* True if @from includes @to, directly or not. A file does not reach itself but through a cycle. */
bool closure_has(const struct closure *r, uint32_t from, uint32_t to);

/* True if any file includes @file. */
bool closure_is_included(const struct closure *r, uint32_t file);

#endif
