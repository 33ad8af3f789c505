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

/* expect:
prototype struct foo * get_foo(struct bar * bar)
function void once(struct bar * bar)
  b0:
    9:6 call get_foo(bar)
    10:2 call spin_lock(&((struct foo *)bar->foo)->lock)
    11:2 call spin_unlock(&((struct foo *)#0:get_foo())->lock)
    12:1 return
function void twice(struct bar * bar)
  b0:
    16:14 f = bar->foo
    18:2 f = bar->other
    19:2 call spin_lock(&f->lock)
    20:1 return
function void written(struct bar * bar)
  b0:
    24:14 f = bar->foo
    26:2 bar->foo = NULL
    27:2 call spin_lock(&f->lock)
    28:1 return
function void by_address(struct bar * bar)
  b0:
    32:14 f = bar->foo
    34:2 call fill(&f)
    35:2 call spin_lock(&f->lock)
    36:1 return
function void of_element(struct bar * bar, int n)
  b0:
    43:7 i = 0
    goto b1
  b1:
    if i < n then b2 else b3
  b2:
    44:3 f = &bar->foos[i]
    45:3 call spin_lock(&f->lock)
    43:21 i = ?
    goto b1
  b3:
    47:1 return
function void shadowed(struct bar * bar)
  b0:
    55:3 call spin_lock(&((struct foo *)bar->other)->lock)
    57:2 call spin_unlock(&((struct foo *)bar->foo)->lock)
    58:1 return
function void scalar(struct bar * bar)
  b0:
    62:6 state = bar->state
    63:12 call get_state(bar)
    65:2 call change(bar)
    if state then b1 else b3
  b1:
    if #0:get_state() then b2 else b3
  b2:
    67:3 call work(bar)
    goto b3
  b3:
    68:1 return
function void parameter(struct foo * f)
  b0:
    72:14 g = f
    74:2 f = f->next
    75:2 call spin_lock(&f->lock)
    76:2 call spin_lock(&g->lock)
    77:1 return
function void of_local()
  b0:
    84:2 call spin_lock_irqsave(&foo.lock, flags)
    85:1 return
*/
