// SPDX-License-Identifier: GPL-2.0-only
/* Macros that open loops and scopes. */
// clang-format off
void f(void)
{
	list_for_each_entry(p, &head, list)
		use(p);
	list_for_each_entry(p, &head, list) {
		use(p);
	}
	for_each_cpu(cpu, mask)
		*p = 1;
	hlist_for_each_entry_rcu(p, h, n)
		if (p->x)
			return;
	scoped_guard(spinlock, &lock) {
		a();
	}
	scoped_guard(mutex, &m)
		b();
	scoped_cond_guard(mutex_intr, return -EINTR, &m) {
		c();
	}
	if_not_guard(mutex_try, &m) {
		return;
	}
	while_something(x)
		d();
	class_for_each_device(c, 0, fn);
	MACRO_STATEMENT(x)
	e();
	UNBRACED
	g();
	IF_TABLE(a)
		h();
	else
		i();
	list_for_each_entry(p, &head, list) if (p) j();
	bpf_for(i, 0, 3) sum += i;
}
