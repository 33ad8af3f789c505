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

#define SWITCH(xname, xget)                               \
	{                                                 \
		.name = xname, .get = xget, .put = my_put \
	}
#define OPEN_CLOSE(x) .open = x, .close = my_close
#define NOT_INIT(x)      \
	do {             \
		x.y = z; \
	} while (0)
static struct control controls[] = { SWITCH("a", my_get), SWITCH("b", 1), SWITCH("c", 2) };
static struct foo_ops more = { OPEN_CLOSE(more_open) };

void in_function(struct dev *dev)
{
	static const struct foo_ops local_ops = { .open = local_open };
	struct foo_ops stack = { .open = stack_open, .dev = dev, .n = 3 };

	dev->ops = &local_ops;
	dev->callback = in_function_cb;
	register_it(&(struct foo_ops){ .open = literal_open });
	use(&stack);
}

/* expect:
global struct foo_ops ops static
global struct entry [] table static
global struct pair pair static
global struct holder holder static
global int ()[] handlers static
global struct dev_pm_ops pm_ops
global int () chosen static
global struct control [] controls static
global struct foo_ops more static
global struct foo_ops local_ops static
init ops (struct foo_ops).open = foo_open
init ops (struct foo_ops).read = foo_read
init ops (struct foo_ops).sub.start = sub_start
init ops (struct foo_ops).sub.deep.stop = sub_stop
init ops (struct foo_ops).driver.pm = pm_sleep_ptr()
init ops (struct foo_ops).driver.pm = foo_pm
init ops (struct foo_ops).compat = foo_compat
init table (struct entry).[1] = entry_a
init table (struct entry).fn = entry_b
init pair (struct pair).[0] = first
init pair (struct pair).[1] = second
init holder (struct inner_ops).go = inner_go
init handlers (int ()).[0] = handler_a
init handlers (int ()).[1] = handler_b
init pm_ops (struct dev_pm_ops).[0] = SET_SYSTEM_SLEEP_PM_OPS()
init chosen (int ()).[0] = handler_a
init  (?).name = xname in SWITCH {}
init  (?).get = xget in SWITCH {}
init  (?).put = my_put in SWITCH {}
init  (?).open = x in OPEN_CLOSE
init  (?).close = my_close in OPEN_CLOSE
init controls (struct control).[0] = SWITCH()
init more (struct foo_ops).[0] = OPEN_CLOSE()
init local_ops (struct foo_ops).open = local_open
init stack (struct foo_ops).open = stack_open
init  (struct foo_ops).open = literal_open
topcall pm_sleep_ptr(foo_pm)
topcall SET_SYSTEM_SLEEP_PM_OPS(my_suspend, my_resume)
topcall SWITCH(?, my_get)
topcall OPEN_CLOSE(more_open)
macro SWITCH(xname, xget)
  b0:
    22:1 return
macro OPEN_CLOSE(x) skipped
  b0:
    26:1 return
macro NOT_INIT(x)
  b0:
    29:3 x.y = z
    27:1 return
function void in_function(struct dev * dev)
  b0:
    37:27 stack.open = stack_open
    37:47 stack.dev = dev
    37:59 stack.n = 3
    39:2 dev->ops = &local_ops
    40:2 dev->callback = in_function_cb
    41:2 call register_it(?)
    42:2 call use(&stack)
    43:1 return
*/
