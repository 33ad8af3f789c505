// Macros are functions without types; an expression at the end is their value.
#define foo_lock(f) spin_lock(&(f)->lock)
#define foo_member(f, m) ((f)->m)
#define foo_lock_irqsave(f, flags)				\
	do {							\
		spin_lock_irqsave(&(f)->lock, flags);		\
		(f)->held = true;				\
	} while (0)
#define foo_get(f)						\
({								\
	struct foo *__f = (f);					\
	foo_lock(__f);						\
	__f->count;						\
})
#define call_it(fn, arg) fn(arg)
#define debug(fmt, ...) printk(fmt, ##__VA_ARGS__)
#define tasks (&init_task.tasks)
#define GFP_FOO (GFP_KERNEL | __GFP_ZERO)
#define NUMBER 42
#define SUM (BASE + 4)
#define ALIAS real_function

/* expect:
macro foo_lock(f)
  b0:
    2:21 call spin_lock(&f->lock)
    2:1 return #0:spin_lock()
macro foo_member(f, m)
  b0:
    3:1 return f->m
macro foo_lock_irqsave(f, flags)
  b0:
    6:3 call spin_lock_irqsave(&f->lock, flags)
    7:4 f->held = 1
    4:1 return
macro foo_get(f)
  b0:
    12:2 call foo_lock((struct foo *)f)
    9:1 return ((struct foo *)f)->count
macro call_it(fn, arg)
  b0:
    15:26 call (*fn)(arg) #0
    15:1 return #0:(*fn)()
macro debug(fmt, __VA_ARGS__)
  b0:
    16:25 call printk(fmt, __VA_ARGS__)
    16:1 return #0:printk()
macro tasks
  b0:
    17:1 return &init_task.tasks
macro GFP_FOO
  b0:
    18:1 return GFP_KERNEL | __GFP_ZERO
macro ALIAS
  b0:
    21:1 return real_function
*/
