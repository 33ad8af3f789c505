// && || ! ?: become control flow; constants fold; equal conditions are one expression.
int logic(int a, int b, int c)
{
	if (a && !b)
		one();
	if (!(a || b) && c)
		two();
	if (a == 0)
		three();
	if (a != 3)
		four();
	if (a == 3)
		five();
	if (a >= b)
		six();
	if (NULL == a)
		seven();
	if (a)
		return 1;
	else if (b)
		return 2;
	else
		return 3;
}

int constants(void)
{
	if (0)
		never();
	if (IS_ENABLED(CONFIG_FOO))
		maybe();
	do {
		once();
	} while (0);
	while (1) {
		if (done())
			break;
	}
	return true;
}

int choices(struct foo *foo, int on)
{
	int mode = on ? foo->on : foo->off;
	bool both = foo && on;
	bool locked = on && spin_trylock(&foo->lock);

	take(foo, on ? GFP_KERNEL : GFP_ATOMIC | __GFP_ZERO);
	print("%s", on ? "on" : "off");
	if (both && locked)
		return mode;
	on ? yes() : no();
	return foo ?: try_again(foo);
}

int unknown(int a, int b)
{
	if (a * b > 3)
		one();
	if (a * b > 3)
		two();
	if (sizeof(a) > b)
		three();
	return on(a) && off(b);
}

int assigned(struct foo *foo)
{
	int err;

	if ((err = start(foo)) < 0)
		return err;
	err = stop(foo);
	return err;
}

int inexact(struct foo *foo)
{
	spin_lock(&foo->rings[foo->a * foo->b].lock);
	if (foo->rings[foo->a * foo->b].on)
		work(foo);
	return 0;
}
