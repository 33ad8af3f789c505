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
