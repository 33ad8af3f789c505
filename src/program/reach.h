/* SPDX-License-Identifier: GPL-2.0-only */
/* Which files a file includes, directly or through others. */
#ifndef UNSPIN_PROGRAM_REACH_H
#define UNSPIN_PROGRAM_REACH_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The include graph over files 0 … n-1, and its closure. Read-only once built,
 * so any number of threads may ask.
 */
struct reach;

/* @lists[i]: the files that file i includes, ended by UINT32_MAX; NULL if none. Copied. */
struct reach *reach_build(uint32_t n, const uint32_t *const *lists);
void include_reach_free(struct reach *r);

/* True if @from includes @to, directly or not. A file does not reach itself but through a cycle. */
bool reach_has(const struct reach *r, uint32_t from, uint32_t to);

/* True if any file includes @file. */
bool reach_is_included(const struct reach *r, uint32_t file);

#endif
