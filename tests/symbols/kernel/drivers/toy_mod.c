// SPDX-License-Identifier: GPL-2.0-only
/* A toy module: an unlinked object with several sections. The tests know the lines below. */
#include "../include/linux/toy.h"

static volatile int toy_mod_lock[8] = { 3 };

static noinline void toy_mod_helper(int x)
{
	toy_middle(x); /* line 9 */
}

void toy_mod_probe(int x);

noinline void toy_mod_probe(int x)
{
	toy_mod_helper(x);
	toy_sink = toy_mod_lock[x & 7]; /* line 17 */
}

__attribute__((section(".text.unlikely"))) void toy_mod_remove(int x);

void toy_mod_remove(int x)
{
	toy_sink = x; /* line 24 */
	toy_call();
}

__attribute__((section(".init.text"))) int init_module(void);

int init_module(void)
{
	toy_call(); /* line 32 */
	return 0;
}
