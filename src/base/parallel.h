/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Threads: run one function over the numbers 0 … n-1, each once, on all cores.
 * The order in which numbers are taken is not fixed; results that users see
 * must not depend on it.
 */
#ifndef UNSPIN_BASE_PARALLEL_H
#define UNSPIN_BASE_PARALLEL_H

/* @fn(@arg, item, thread) for each item; thread is in 0 … parallel_threads()-1. */
void parallel_for(unsigned n, void (*fn)(void *arg, unsigned item, unsigned thread), void *arg);

unsigned parallel_threads(void);

/* 0: one a core. For --jobs. */
void parallel_set_threads(unsigned n);

#endif
