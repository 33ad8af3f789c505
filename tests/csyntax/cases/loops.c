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
/* expect:
(func (void) f ()
	(block
		(macro-loop (call list_for_each_entry p (& head) list)
			(expr (call use p)))
		(macro-loop (call list_for_each_entry p (& head) list)
			(block
				(expr (call use p))))
		(macro-loop (call for_each_cpu cpu mask)
			(expr (= (* p) 1)))
		(macro-loop (call hlist_for_each_entry_rcu p h n)
			(if (-> p x)
				(return)))
		(macro-loop (call scoped_guard spinlock (& lock))
			(block
				(expr (call a))))
		(macro-loop (call scoped_guard mutex (& m))
			(expr (call b)))
		(macro-loop (call scoped_cond_guard mutex_intr (block
			(return (- EINTR))) (& m))
			(block
				(expr (call c))))
		(macro-loop (call if_not_guard mutex_try (& m))
			(block
				(return)))
		(macro-loop (call while_something x)
			(expr (call d)))
		(expr (call class_for_each_device c 0 fn))
		(expr (call MACRO_STATEMENT x))
		(expr (call e))
		(expr UNBRACED)
		(expr (call g))
		(macro-loop (call IF_TABLE a)
			(expr (call h))
			(expr (call i)))
		(macro-loop (call list_for_each_entry p (& head) list)
			(if p
				(expr (call j))))
		(macro-loop (call bpf_for i 0 3)
			(expr (+= sum i)))))
*/
