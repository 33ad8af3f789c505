// A local that has one value is another name for its path; others stay variables.
struct foo *get_foo(struct bar *bar);

void once(struct bar *bar)
{
	struct foo *f = bar->foo;
	struct foo *g;

	g = get_foo(bar);
	spin_lock(&f->lock);
	spin_unlock(&g->lock);
}

void twice(struct bar *bar)
{
	struct foo *f = bar->foo;

	f = bar->other;
	spin_lock(&f->lock);
}

void written(struct bar *bar)
{
	struct foo *f = bar->foo;

	bar->foo = NULL;
	spin_lock(&f->lock);
}

void by_address(struct bar *bar)
{
	struct foo *f = bar->foo;

	fill(&f);
	spin_lock(&f->lock);
}

void of_element(struct bar *bar, int n)
{
	struct foo *f;
	int i;

	for (i = 0; i < n; i++) {
		f = &bar->foos[i];
		spin_lock(&f->lock);
	}
}

void shadowed(struct bar *bar)
{
	struct foo *f = bar->foo;
	{
		struct foo *f = bar->other;

		spin_lock(&f->lock);
	}
	spin_unlock(&f->lock);
}

void scalar(struct bar *bar)
{
	int state = bar->state;
	int err = get_state(bar);

	change(bar);
	if (state && err)
		work(bar);
}

void parameter(struct foo *f)
{
	struct foo *g = f;

	f = f->next;
	spin_lock(&f->lock);
	spin_lock(&g->lock);
}

void of_local(void)
{
	struct foo foo, *f = &foo;
	unsigned long flags;

	spin_lock_irqsave(&f->lock, flags);
}
