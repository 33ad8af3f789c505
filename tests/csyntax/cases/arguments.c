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
/* expect:
(func (void) f ()
	(block
		(expr (= p (call container_of w (type (struct foo)) work)))
		(expr (= p (call kzalloc (sizeof (struct foo)) GFP_KERNEL)))
		(expr (= x (call va_arg ap (type (long)))))
		(expr (= q (call per_cpu_ptr (-> s stats) cpu)))
		(expr (= m (call min_t u32 a b)))
		(expr (= m (call min_t (type (int)) (* a b) b)))
		(expr (= n (call FOO (type (struct foo ptr1)) (type (foo ptr1)) x)))
		(expr (call wait_event wq (stmt-expr (block
			(decl (var (bool) r = done))
			(expr r)))))
		(expr (call OP x const y))
		(expr (call LOCKED l (block
			(expr (call a))
			(expr (call b)))))
		(expr (call BLOCK x (block
			(expr (call a)))))
		(expr (call INIT x (init (elem a = 1) (elem b = 2))))
		(expr (call EMPTY () x ()))
		(expr (call asm_volatile (asm x y)))
		(expr (call WORD if x))
		(expr (call CHECK (block
			(return (- EINVAL)))))
		(expr (call ARGS (type (int) a) (type (struct foo ptr1) b)))
		(expr (call MEMBERS (elem x = 1) (elem y = 2)))))
*/
