// SPDX-License-Identifier: GPL-2.0-only
/* Declaration or expression? */
// clang-format off
void f(void)
{
	foo_t x;
	foo_t *y = z, w[3];
	struct foo *p __free(kfree) = NULL;
	a * b;
	a(b);
	irqreturn_t (*h)(int, void *) = g;
	u8 __iomem *r;
	static DEFINE_SPINLOCK(lock);
	DEFINE_WAIT(wait);
	LIST_HEAD(list);
	const u32 k = 1;
	__maybe_unused int un;
	struct { int a; } anon = { 0 };
	enum { A, B } e;
	typeof(*p) *q = p;
	extern int ext(void);
	CLASS(fd, cls)(n);
	guard(mutex)(&m);
	guard(rcu)();
	cond_guard(x);
	x = y * z;
	u64 fn(int), *arr[2];
}
/* expect:
(func (void) f ()
	(block
		(decl (var (foo_t) x))
		(decl (var (foo_t ptr1) y = z) (var (foo_t[]) w))
		(decl (var (struct foo ptr1) p {(call __free kfree)} = NULL))
		(decl (var (a ptr1) b))
		(expr (call a b))
		(decl (var (irqreturn_t ptr1 fn((var (int)) (var (void ptr1)))) h = g))
		(decl (var (u8 ptr1) r {__iomem}))
		(topcall :static (call DEFINE_SPINLOCK lock))
		(expr (call DEFINE_WAIT wait))
		(expr (call LIST_HEAD list))
		(decl (var (u32) k = 1))
		(decl (var (int) un {__maybe_unused}))
		(decl (struct
			(decl (var (int) a))) (var (anon) anon = (init 0)))
		(decl (enum (elem A) (elem B)) (var (anon) e))
		(decl (var (typeof (* p) ptr1) q = p))
		(decl (var (int fn()) ext :extern))
		(expr (call (call CLASS fd cls) n))
		(expr (call (call guard mutex) (& m)))
		(expr (call (call guard rcu)))
		(expr (call cond_guard x))
		(expr (= x (* y z)))
		(decl (var (u64 fn((var (int)))) fn) (var (u64 ptr1[]) arr))))
*/
