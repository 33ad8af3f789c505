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

/* expect:
global struct stats stats percpu
topcall DEFINE_PER_CPU(stats, stats)
function void reads(struct foo * foo)
  b0:
    8:2 call spin_lock(&((struct bar *)foo->bar)->lock)
    if foo->on then b1 else b2
  b1:
    11:2 call spin_lock(&foo->baz->lock)
    12:1 return
  b2:
    10:3 return
function void writes(struct foo * foo, struct bar * bar)
  b0:
    16:2 foo->bar = bar
    17:2 foo->on = 1
    18:2 foo->baz = NULL
    19:1 return
function void percpu(int cpu)
  b0:
    23:16 s = &stats
    25:2 call spin_lock(&s->lock)
    26:2 call spin_lock(&stats.lock)
    27:6 call get_cpu_ptr(&stats)
    27:2 s = &stats
    28:2 call spin_unlock(&s->lock)
    29:2 call put_cpu_ptr(&stats)
    30:1 return
function void flags(struct foo * foo)
  b0:
    34:2 call request_irq(foo->irq, handler, IRQF_SHARED | IRQF_NO_THREAD, "foo", foo)
    if foo->caps & 8 then b1 else b2
  b1:
    36:3 call more(foo)
    goto b2
  b2:
    37:1 return
function void user(int * p)
  b0:
    41:6 x = 0
    43:2 call get_user(x, p)
    43:11 x = ?
    if x then b1 else b2
  b1:
    45:3 call more(p)
    goto b2
  b2:
    46:1 return
*/
