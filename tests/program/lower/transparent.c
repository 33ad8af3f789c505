// Macros that only access: the path goes through them.
DEFINE_PER_CPU(struct stats, stats);

void reads(struct foo *foo)
{
	struct bar *bar = rcu_dereference(foo->bar);

	spin_lock(&bar->lock);
	if (unlikely(!READ_ONCE(foo->on)))
		return;
	spin_lock(&smp_load_acquire(&foo->baz)->lock);
}

void writes(struct foo *foo, struct bar *bar)
{
	rcu_assign_pointer(foo->bar, bar);
	WRITE_ONCE(foo->on, 1);
	smp_store_release(&foo->baz, NULL);
}

void percpu(int cpu)
{
	struct stats *s = this_cpu_ptr(&stats);

	spin_lock(&s->lock);
	spin_lock(&per_cpu(stats, cpu).lock);
	s = get_cpu_ptr(&stats);
	spin_unlock(&s->lock);
	put_cpu_ptr(&stats);
}

void flags(struct foo *foo)
{
	request_irq(foo->irq, handler, IRQF_SHARED | IRQF_NO_THREAD, "foo", foo);
	if (foo->caps & BIT(3))
		more(foo);
}

void user(int __user *p)
{
	int x = 0;

	get_user(x, p);
	if (x)
		more(p);
}
