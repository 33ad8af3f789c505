// The branches of conditional groups become branches on what they ask.
void both(struct foo *foo)
{
#ifdef CONFIG_PM
	pm(foo);
#else
	no_pm(foo);
#endif
#ifndef CONFIG_SMP
	up(foo);
#endif
#if defined(CONFIG_A) || defined(CONFIG_B)
	a_or_b(foo);
#elif !defined(CONFIG_C)
	no_c(foo);
#endif
	if (IS_ENABLED(CONFIG_PM))
		more(foo);
}

#ifdef CONFIG_PM
static void in_pm(void)
{
}
#ifndef CONFIG_SLEEP
static void without_sleep(void)
{
}
#endif
#else
static void without_pm(void)
{
}
#endif

void declared_twice(struct foo *foo)
{
#ifdef CONFIG_X
	struct bar *bar = foo->x;
#else
	struct bar *bar = foo->y;
#endif
	spin_lock(&bar->lock);
}
