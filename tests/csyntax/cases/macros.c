// SPDX-License-Identifier: GPL-2.0-only
/* Bodies of macros, read as code. */
// clang-format off
#define NUMBER 0x10
#define TEXT "text"
#define EMPTY
#define SHIFTED (1 << 3)
#define ALIAS real_name
#define SUM (A + B)
#define lock(l) spin_lock(&(l)->lock)
#define stmts(x) do { a(x); b(x); } while (0)
#define value(x) ({ typeof(x) _v = (x); _v; })
#define two(x) a(x); b(x)
#define for_each_thing(p, head) for (p = (head)->first; p; p = p->next)
#define for_all(p) list_for_each_entry(p, &all, list)
#define if_ok(x) if (!(x)) { } else
#define paste(a, b) a##_##b(a ## 1, #b)
#define pr(fmt, ...) printk(fmt, ##__VA_ARGS__)
#define gnu(args...) f(args)
#define type_of_lock struct mutex
#define ENTRY(n) { .name = #n, .fn = n##_fn },
#define FIELD(x) .field = x
#define DEFINE_SHOW(n) \
static int n##_show(struct seq_file *m, void *v) \
{ \
	mutex_lock(&n##_lock); \
	return 0; \
}
#define op_param(a, op, b) ((a) op (b))
#define cast_param(cast, x) f(cast x)
#define ranges(x) .member = x, .other = 2
void f(void)
{
#define INSIDE(x) inner(x)
	a();
}
/* expect:
(macro ALIAS :object real_name)
(macro SUM :object (+ A B))
(macro lock (l) (call spin_lock (& (-> l lock))))
(macro stmts (x) (block
	(do
		(block
			(expr (call a x))
			(expr (call b x)))
		0)))
(macro value (x) (stmt-expr (block
	(decl (var (typeof x) _v = x))
	(expr _v))))
(macro two (x) (block
	(expr (call a x))
	(expr (call b x))))
(macro for_each_thing (p head) (block
	(for (= p (-> head first)) p (= p (-> p next))
		())))
(macro for_all (p) (block
	(macro-loop (call list_for_each_entry p (& all) list)
		())))
(macro if_ok (x) (block
	(if (! x)
		(block)
		())))
(macro paste (a b) (call a##_##b a##1 "b"))
(macro pr (fmt __VA_ARGS__) (call printk fmt __VA_ARGS__))
(macro gnu (args) (call f args))
(macro type_of_lock :object (type (struct mutex)))
(macro ENTRY (n) (init (elem name = "n") (elem fn = n##_fn)))
(macro FIELD (x) (elem field = x))
(macro DEFINE_SHOW (n) (block
	(func (int) n##_show :static ((var (struct seq_file ptr1) m) (var (void ptr1) v))
		(block
			(expr (call mutex_lock (& n##_lock)))
			(return 0)))))
(macro op_param (a op b) (op a b))
(macro cast_param (cast x) (call f (type (cast) x)))
(macro ranges (x) (block
	(elem member = x)
	(elem other = 2)))
(func (void) f ()
	(block
		(expr (call a))))
(macro INSIDE (x) (call inner x))
*/
