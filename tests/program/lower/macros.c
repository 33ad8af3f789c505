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
