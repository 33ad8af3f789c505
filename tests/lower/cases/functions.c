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

/* expect:
function ? __do_sys_frob(int fd, struct foo * arg) syscall
  b0:
    4:9 call do_frob(fd, arg)
    4:2 return #0:do_frob()
function ? __do_compat_sys_frob(compat_int_t fd) syscall
  b0:
    9:2 return fd
function ? exc_foo()
  b0:
    14:2 call handle(regs)
    15:1 return
prototype void locked(struct foo * foo) static inline __must_hold(&foo->lock)
prototype int printf_like(char * fmt) variadic
prototype void no_parameters()
function void released(struct foo * foo) static __releases(foo->lock) __init
  b0:
    23:2 call spin_unlock(&foo->lock)
    24:1 return
function struct foo ** pointers(struct foo *[] a, int () fn, foo_t b)
  b0:
    28:9 call (*fn)(3) #0
    28:2 return #0:(*fn)()
*/
