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

/* expect:
function int guarded(struct foo * foo)
  b0:
    4:2 guard #0 mutex(&foo->mutex)
    6:3 guard #1 spinlock_irqsave(&foo->lock)
    7:7 call one(foo)
    if #2:one() then b1 else b2
  b1:
    8:11 call get(foo)
    8:4 unguard #1 spinlock_irqsave(&foo->lock)
    8:4 unguard #0 mutex(&foo->mutex)
    8:4 return #3:get()
  b2:
    9:2 unguard #1 spinlock_irqsave(&foo->lock)
    10:2 call two(foo)
    11:2 unguard #0 mutex(&foo->mutex)
    11:2 return 0
function int jumps(struct foo * foo)
  b0:
    goto b1
  b1:
    17:3 guard #0 rcu()
    18:7 call one(foo)
    if #1:one() then b2 else b3
  b2:
    19:4 unguard #0 rcu()
    30:2 return 1
  b3:
    20:7 call two(foo)
    if #2:two() then b4 else b5
  b4:
    21:4 unguard #0 rcu()
    goto b1
  b5:
    22:7 call three(foo)
    if #3:three() then b6 else b7
  b6:
    23:4 unguard #0 rcu()
    32:2 return 0
  b7:
    24:7 call four(foo)
    if #4:four() then b9 else b8
  b8:
    26:3 call five(foo)
    goto b9
  b9:
    28:3 call six(foo)
    29:2 unguard #0 rcu()
    goto b1
function int scoped(struct foo * foo)
  b0:
    37:2 guard #0 mutex(&foo->mutex)
    38:7 call one(foo)
    if #1:one() then b1 else b2
  b1:
    39:4 unguard #0 mutex(&foo->mutex)
    goto b5
  b2:
    40:7 call two(foo)
    if #2:two() then b3 else b4
  b3:
    41:4 unguard #0 mutex(&foo->mutex)
    41:4 return 2
  b4:
    42:2 unguard #0 mutex(&foo->mutex)
    goto b5
  b5:
    if ? then b6 else b7
  b6:
    43:2 guard #3 mutex_try(&foo->mutex)
    44:3 call three(foo)
    43:2 unguard #3 mutex_try(&foo->mutex)
    goto b7
  b7:
    if ? then b8 else b9
  b8:
    45:2 guard #5 mutex_intr(&foo->mutex)
    46:3 call four(foo)
    47:2 unguard #5 mutex_intr(&foo->mutex)
    48:2 return 0
  b9:
    45:32 return -EINTR
function int freed(int n)
  b0:
    53:34 call kzalloc(n, GFP_KERNEL)
    53:14 foo = #0:kzalloc()
    53:14 guard #1 free kfree(foo)
    54:2 guard #2 fd(n)
    54:2 f = #2:fd()
    if foo then b1 else b2
  b1:
    58:2 call use(f.file, foo)
    59:2 unguard #2 fd(n)
    59:2 unguard #1 free kfree(foo)
    59:2 return 0
  b2:
    57:3 unguard #2 fd(n)
    57:3 unguard #1 free kfree(foo)
    57:3 return -ENOMEM
*/
