// SPDX-License-Identifier: GPL-2.0-only
/* The second toy_twin() of the toy kernel; it has twice the room up to the next function. */
#include "../include/linux/toy.h"

static noinline void toy_twin(int x)
{
	toy_sink = x; /* line 7 */
	toy_sink = x * x;
	toy_sink = x * x * x;
}

__attribute__((aligned(512))) void toy_other(int x);

void toy_other(int x)
{
	toy_twin(x);
	toy_sink = 1;
}
