/* SPDX-License-Identifier: GPL-2.0-only */
/* Inlined functions of the toy kernel (see ../../init/main.c). The tests know these lines. */
#define noinline __attribute__((noinline, noclone, aligned(256)))
#define always_inline inline __attribute__((always_inline))

extern volatile int toy_sink;
void toy_call(void);

static always_inline void toy_innermost(int x)
{
	toy_sink = x; /* line 11 */
	toy_call();
	toy_sink = x + 1;
}

static always_inline void toy_middle(int x)
{
	toy_innermost(x * 3); /* line 18 */
}
