// Calls at file level; what is exported; per-CPU variables; includes.
#include <linux/module.h>
#include "foo.h"
static DEFINE_SPINLOCK(foo_lock);
static DEFINE_PER_CPU(struct foo, foos);
DECLARE_PER_CPU(int, count);
extern int jiffies_like;
static struct foo __percpu *pcpu;
int exported(void)
{
	static DEFINE_MUTEX(local_lock);
	static int calls;

	mutex_lock(&local_lock);
	calls++;
	DEFINE_WAIT(wait);
	prepare_to_wait(&queue, &wait, 2);
	return calls;
}
EXPORT_SYMBOL_GPL(exported);
module_init(foo_init);
static DEVICE_ATTR_RW(speed);
MODULE_LICENSE("GPL");

void declared_by_macros(struct msghdr *msg)
{
	DECLARE_SOCKADDR(struct sockaddr_in *, addr, msg->msg_name);
	LIST_HEAD(list);

	use(addr->sin_port, &list);
}

/* expect:
include linux/module.h system
include foo.h
global struct foo foos static percpu
global int count percpu extern
global int jiffies_like extern
global struct foo * pcpu static percpu
global int calls static
topcall DEFINE_SPINLOCK(foo_lock) static
topcall DEFINE_PER_CPU(foo, foos) static
topcall DECLARE_PER_CPU(int, count)
topcall DEFINE_MUTEX(local_lock) static
topcall module_init(foo_init)
topcall DEVICE_ATTR_RW(speed) static
function int exported() exported
  b0:
    14:2 call mutex_lock(&local_lock)
    15:2 calls = ?
    16:2 call DEFINE_WAIT(wait)
    17:2 call prepare_to_wait(&queue, &wait, 2)
    18:2 return calls
function void declared_by_macros(struct msghdr * msg)
  b0:
    27:2 call DECLARE_SOCKADDR((struct sockaddr_in *)?, addr, msg->msg_name)
    28:2 call LIST_HEAD(list)
    30:2 call use(addr->sin_port, &list)
    31:1 return
*/
