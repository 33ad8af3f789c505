// Guards end on every way out of their scope, innermost first.
int guarded(struct foo *foo)
{
	guard(mutex)(&foo->mutex);
	{
		guard(spinlock_irqsave)(&foo->lock);
		if (one(foo))
			return get(foo);
	}
	two(foo);
	return 0;
}

int jumps(struct foo *foo)
{
	for (;;) {
		guard(rcu)();
		if (one(foo))
			break;
		if (two(foo))
			continue;
		if (three(foo))
			goto out;
		if (four(foo))
			goto inside;
		five(foo);
inside:
		six(foo);
	}
	return 1;
out:
	return 0;
}

int scoped(struct foo *foo)
{
	scoped_guard(mutex, &foo->mutex) {
		if (one(foo))
			break;
		if (two(foo))
			return 2;
	}
	scoped_guard(mutex_try, &foo->mutex)
		three(foo);
	scoped_cond_guard(mutex_intr, return -EINTR, &foo->mutex) {
		four(foo);
	}
	return 0;
}

int freed(int n)
{
	struct foo *foo __free(kfree) = kzalloc(n, GFP_KERNEL);
	CLASS(fd, f)(n);

	if (!foo)
		return -ENOMEM;
	use(f.file, foo);
	return 0;
}
