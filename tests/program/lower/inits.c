// Who is named in initializers, and the way to it.
static const struct foo_ops ops = {
	.open = foo_open,
	.read = (read_fn)foo_read,
	.flags = FOO_FLAG,
	.sub = { .start = sub_start, .deep.stop = &sub_stop },
	.driver.pm = pm_sleep_ptr(&foo_pm),
#ifdef CONFIG_COMPAT
	.compat = foo_compat,
#endif
};
static struct entry table[] = {
	{ "a", entry_a, 1 },
	[4] = { .name = "b", .fn = entry_b },
};
static struct pair pair = { first, second };
static struct holder holder = { .ops = &(struct inner_ops){ .go = inner_go } };
static int (*handlers[])(void) = { handler_a, handler_b };
const struct dev_pm_ops pm_ops = { SET_SYSTEM_SLEEP_PM_OPS(my_suspend, my_resume) };
static int (*chosen)(void) = handler_a;

void in_function(struct dev *dev)
{
	static const struct foo_ops local_ops = { .open = local_open };
	struct foo_ops stack = { .open = stack_open, .dev = dev, .n = 3 };

	dev->ops = &local_ops;
	dev->callback = in_function_cb;
	register_it(&(struct foo_ops){ .open = literal_open });
	use(&stack);
}
