// SPDX-License-Identifier: GPL-2.0-only
/*
 * A toy kernel: an ELF file at a kernel's address, with debug info, inlined calls,
 * two functions of one name and data. It never runs. The tests know the lines below.
 */
#include "../include/linux/toy.h"

volatile int toy_sink;
int toy_lock[16] = { 1 };
static volatile int toy_static_lock[4] = { 2 };

noinline void toy_call(void)
{
	toy_sink = 7; /* line 14 */
}

noinline void toy_outer(int x)
{
	toy_sink = x;
	toy_middle(x + 1); /* line 20 */
}

/* one of two with this name */
static noinline void toy_twin(int x)
{
	toy_sink = x; /* line 26 */
}

noinline void toy_last(int x)
{
	toy_twin(x);
	toy_sink = toy_static_lock[x & 3];
}
