// Signatures, attributes, prototypes, functions that macros name.
SYSCALL_DEFINE2(frob, int, fd, struct foo __user *, arg)
{
	return do_frob(fd, arg);
}

COMPAT_SYSCALL_DEFINE1(frob, compat_int_t, fd)
{
	return fd;
}

DEFINE_IDTENTRY(exc_foo)
{
	handle(regs);
}

static inline void locked(struct foo *foo) __must_hold(&foo->lock);
int printf_like(const char *fmt, ...);
void no_parameters(void);

static void __init released(struct foo *foo) __releases(foo->lock)
{
	spin_unlock(&foo->lock);
}

struct foo **pointers(struct foo *a[], int (*fn)(int), foo_t b)
{
	return fn(3);
}
