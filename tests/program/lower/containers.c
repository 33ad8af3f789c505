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
