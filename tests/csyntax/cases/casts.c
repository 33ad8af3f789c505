// SPDX-License-Identifier: GPL-2.0-only
/* Casts, compound literals and sizeof without a symbol table. */
// clang-format off
void f(void)
{
	a = (struct foo *)x;
	a = (foo *)x;
	a = (u8)x;
	a = (word)x;
	a = (u8)(x) + (u8)-1 + (gfp_t)&x;
	a = (b) & c;
	a = (b) * c - (d) + e;
	a = (fn)(x);
	a = (foo)(unsigned long)x;
	a = (__force __be32)x;
	a = (int (*)(void))x;
	a = (foo_t (*)(int))x;
	a = (struct pt){ 1, .y = 2 };
	a = (int[]){ 1, 2 };
	a = sizeof(struct foo) + sizeof(x) + sizeof *p + sizeof(foo *) + sizeof(u32);
	a = (void __user *)p;
	a = (const struct foo __rcu **)p;
	a = offsetof(struct foo, bar) + __alignof__(x);
	a = (x) ? y : z;
}
