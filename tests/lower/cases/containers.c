// container_of and its kin; what they undo.
struct foo {
	struct list_head node;
	struct timer_list timer;
	struct work_struct work;
	struct delayed_work dwork;
	spinlock_t lock;
};

void of_work(struct work_struct *work)
{
	struct foo *foo = container_of(work, struct foo, work);

	spin_lock(&foo->lock);
	cancel_work(&foo->work);
}

void of_delayed(struct work_struct *work)
{
	struct foo *foo = container_of(work, struct foo, dwork.work);

	spin_lock(&foo->lock);
	again(&foo->dwork.work);
}

void of_timer(struct timer_list *t)
{
	struct foo *foo = from_timer(foo, t, timer);

	spin_lock(&foo->lock);
}

void back(struct foo *foo)
{
	spin_lock(&container_of(&foo->work, struct foo, work)->lock);
}

void back_of_another_type(struct bar *bar)
{
	spin_lock(&container_of(&bar->work, struct foo, work)->lock);
}

void first(struct list_head *head, struct foo *pos)
{
	struct foo *f = list_first_entry(head, struct foo, node);
	struct foo *n = list_next_entry(pos, node);

	spin_lock(&f->lock);
	spin_lock(&n->lock);
}

void by_typeof(struct work_struct *w)
{
	struct foo *foo = container_of(w, typeof(*foo), work);

	spin_lock(&foo->lock);
}

#define to_foo(w) container_of(w, struct foo, work)
#define to_any(p, type, m) container_of(p, type, m)

/* expect:
struct foo: struct list_head node, struct timer_list timer, struct work_struct work, struct delayed_work dwork, spinlock_t lock
function void of_work(struct work_struct * work)
  b0:
    14:2 call spin_lock(&container_of(work, struct foo, work)->lock)
    15:2 call cancel_work(work)
    16:1 return
function void of_delayed(struct work_struct * work)
  b0:
    22:2 call spin_lock(&container_of(work, struct foo, dwork.work)->lock)
    23:2 call again(work)
    24:1 return
function void of_timer(struct timer_list * t)
  b0:
    30:2 call spin_lock(&container_of(t, struct foo, timer)->lock)
    31:1 return
function void back(struct foo * foo)
  b0:
    35:2 call spin_lock(&foo->lock)
    36:1 return
function void back_of_another_type(struct bar * bar)
  b0:
    40:2 call spin_lock(&container_of(&bar->work, struct foo, work)->lock)
    41:1 return
function void first(struct list_head * head, struct foo * pos)
  b0:
    48:2 call spin_lock(&container_of(head->next, struct foo, node)->lock)
    49:2 call spin_lock(&container_of(pos->node.next, struct foo, node)->lock)
    50:1 return
function void by_typeof(struct work_struct * w)
  b0:
    56:2 call spin_lock(&container_of(w, struct foo, work)->lock)
    57:1 return
macro to_foo(w)
  b0:
    59:1 return container_of(w, struct foo, work)
macro to_any(p, type, m)
  b0:
    60:1 return container_of(p, ?, m)
*/
