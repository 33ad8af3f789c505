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
/* expect:
(func (void) f ()
	(block
		(expr (= a (cast (struct foo ptr1) x)))
		(expr (= a (cast (foo ptr1) x)))
		(expr (= a (cast (u8) x)))
		(expr (= a (cast (word) x)))
		(expr (= a (+ (+ (cast (u8) x) (cast (u8) (- 1))) (cast (gfp_t) (& x)))))
		(expr (= a (& b c)))
		(expr (= a (+ (- (* b c) d) e)))
		(expr (= a (call fn x)))
		(expr (= a (cast (foo) (cast (long) x))))
		(expr (= a (cast (__be32) x)))
		(expr (= a (cast (int ptr1 fn()) x)))
		(expr (= a (cast (foo_t ptr1 fn((var (int)))) x)))
		(expr (= a (compound (struct pt) (init 1 (elem y = 2)))))
		(expr (= a (compound (int[]) (init 1 2))))
		(expr (= a (+ (+ (+ (+ (sizeof (struct foo)) (sizeof x)) (sizeof (* p))) (sizeof (foo ptr1))) (sizeof (u32)))))
		(expr (= a (cast (void ptr1) p)))
		(expr (= a (cast (struct foo ptr2) p)))
		(expr (= a (+ (sizeof (struct foo)) (sizeof x))))
		(expr (= a (? x y z)))))
*/
