// SPDX-License-Identifier: GPL-2.0-only
/* Conditional groups: kept where each branch is whole, else resolved. */
// clang-format off
#ifdef CONFIG_A
int a;
#elif defined(CONFIG_B) && \
	!defined(CONFIG_C) /* note */
int b;
#else
int c;
#endif
#ifndef CONFIG_D
static void d(void) { }
#endif
#if 0
dropped
#else
int kept;
#endif
#if 1
int taken;
#else
not this
#endif
#ifdef __cplusplus
extern "C" {
#endif
void f(int x)
{
#ifdef CONFIG_A
	a();
	b();
#else
	c();
#endif
	g(1,
#ifdef CONFIG_A
	  2,
#else
	  3,
#endif
	  4);
#ifdef CONFIG_A
	if (x) {
#endif
		h();
#ifdef CONFIG_A
	}
#endif
	if (x)
		i();
#ifdef CONFIG_A
	else if (y)
		j();
#endif
	else
		k();
	if (z)
#ifdef CONFIG_A
		l();
#else
		m();
#endif
	switch (x) {
#ifdef CONFIG_A
	case 1:
		n();
		break;
#endif
	default:
		;
	}
#ifdef CONFIG_A
	for (;;) {
#else
	while (x) {
#endif
		o();
	}
#ifdef CONFIG_EMPTY
#define X 1
#endif
}
#ifdef CONFIG_SIG
int sig(int a)
#else
int sig(void)
#endif
{
}
#ifdef CONFIG_NOTHING
#define helper(x) real(x)
#endif
#ifdef __cplusplus
}
#endif
/* expect:
(alt
	(branch [CONFIG_A]
		(decl (var (int) a)))
	(branch [defined(CONFIG_B) && !defined(CONFIG_C)]
		(decl (var (int) b)))
	(branch []
		(decl (var (int) c))))
(alt
	(branch not [CONFIG_D]
		(func (void) d :static ()
			(block))))
(decl (var (int) kept))
(decl (var (int) taken))
(func (void) f ((var (int) x))
	(block
		(alt
			(branch [CONFIG_A]
				(expr (call a))
				(expr (call b)))
			(branch []
				(expr (call c))))
		(expr (call g 1 2 4))
		(expr (call h))
		(if x
			(expr (call i))
			(if y
				(expr (call j))
				(expr (call k))))
		(if z
			(block
				(alt
					(branch [CONFIG_A]
						(expr (call l)))
					(branch []
						(expr (call m))))))
		(switch x
			(block
				(alt
					(branch [CONFIG_A]
						(case 1)
						(expr (call n))
						(break)))
				(default)
				()))
		(for () () ()
			(block
				(expr (call o))))))
(func (int) sig ((var (int) a))
	(block))
(alt
	(branch [CONFIG_NOTHING]
		(macro helper (x) (call real x))))
*/
