// SPDX-License-Identifier: GPL-2.0-only
/* Types, operators, blocks and statements as macro arguments. */
// clang-format off
void f(void)
{
	p = container_of(w, struct foo, work);
	p = kzalloc(sizeof(struct foo), GFP_KERNEL);
	x = va_arg(ap, unsigned long);
	q = per_cpu_ptr(s->stats, cpu);
	m = min_t(u32, a, b);
	m = min_t(unsigned int, a * b, b);
	n = FOO(const struct foo *, foo *, x);
	wait_event(wq, ({ bool r = done; r; }));
	OP(x, <, y);
	LOCKED(l, a(); b(););
	BLOCK(x, { a(); });
	INIT(x, { .a = 1, .b = 2 });
	EMPTY(, x, );
	asm_volatile("nop %0" : "=r" (x) : "r" (y) : "memory");
	WORD(if, x);
	CHECK(return -EINVAL);
	ARGS(int a, struct foo *b);
	MEMBERS(.x = 1, .y = 2);
}
