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
