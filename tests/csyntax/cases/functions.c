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
struct foo *
split(void)
{
}
__printf(1, 2)
void say(const char *fmt, ...) { }
