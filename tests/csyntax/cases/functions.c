// SPDX-License-Identifier: GPL-2.0-only
/* Function definitions, old and new, and those that macros make. */
// clang-format off
static inline int __init setup(struct foo *f, unsigned int n, ...)
	__acquires(&f->lock)
{
	return 0;
}
void nothing(void) { }
int old(a, b)
	int a;
	char *b;
{
	return a;
}
static ssize_t debug_attr
shown(struct device *dev, char *buf)
{
}
SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, size_t, count)
{
	return 0;
}
DEFINE_IDTENTRY(exc_debug)
{
	f();
}
int FNAME(walk)(struct walker *w)
{
}
int callbacks(bool (check)(int), MACRO(named), int (*fn)(void), u8 array[4]) { }
STATIC MACRO_ABOVE(x)
struct foo *
split(void)
{
}
__printf(1, 2)
void say(const char *fmt, ...) { }
/* expect:
(func (int) setup :static :inline :variadic {(call __acquires (& (-> f lock))) __init} ((var (struct foo ptr1) f) (var (int) n))
	(block
		(return 0)))
(func (void) nothing ()
	(block))
(func (int) old ((var (int) a) (var (char ptr1) b))
	(block
		(return a)))
(func (ssize_t) shown :static {debug_attr} ((var (struct device ptr1) dev) (var (char ptr1) buf))
	(block))
(func (?) SYSCALL_DEFINE3 :macro (call SYSCALL_DEFINE3 read (type (int)) fd (type (char ptr1)) buf size_t count) ((var (int) fd) (var (char ptr1) buf) (var (size_t) count))
	(block
		(return 0)))
(func (?) DEFINE_IDTENTRY :macro (call DEFINE_IDTENTRY exc_debug) ()
	(block
		(expr (call f))))
(func (int) FNAME(walk) ((var (struct walker ptr1) w))
	(block))
(func (int) callbacks ((var (bool fn((var (int)))) check) (var (?) named) (var (int ptr1 fn()) fn) (var (u8[]) array))
	(block))
(topcall {STATIC} (call MACRO_ABOVE x))
(func (struct foo ptr1) split ()
	(block))
(func (void) say :variadic {(call __printf 1 2)} ((var (char ptr1) fmt))
	(block))
*/
