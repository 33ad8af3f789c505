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
