// SPDX-License-Identifier: GPL-2.0-only
/* Specifiers, declarators and attributes without a symbol table. */
// clang-format off
static struct foo *a, **b = &a, c[3][4];
unsigned long long d = 0x10ULL;
int (*fn)(int, char *), *(*table[8])(void);
foo_t *make(struct foo *f, size_t n);
static const char *const names[] = { "one", "two" };
typedef int (*handler_t)(int irq, void *);
extern spinlock_t lock __guarded_by(x);
static struct foo __rcu *head __read_mostly;
struct foo __percpu *stats;
struct pair { int x, y; } __packed origin = { 1, 2 };
void __iomem *base;
u8 __attribute__((aligned(8))) buffer[16];
asmlinkage __visible void start(void);
void __noreturn (*stop)(void);
void (*get(int which))(void);
typeof(a) e;
typeof_member(struct foo, lock) l;
__be32 addr __aligned(4), other;
API_EXPORT int exported(void);
__auto_type guess = 1;
/* expect:
(decl (var (struct foo ptr1) a :static) (var (struct foo ptr2) b :static = (& a)) (var (struct foo[][]) c :static))
(decl (var (long) d = 16))
(decl (var (int ptr1 fn((var (int)) (var (char ptr1)))) fn) (var (int ptr1[] fn*()) table))
(decl (var (foo_t fn*((var (struct foo ptr1) f) (var (size_t) n))) make))
(decl (var (char ptr1[]) names :static = (init "one" "two")))
(decl (var (int ptr1 fn((var (int) irq) (var (void ptr1)))) handler_t :typedef))
(decl (var (spinlock_t) lock :extern {(call __guarded_by x)}))
(decl (var (struct foo ptr1) head :static {__read_mostly __rcu}))
(decl (var (struct foo ptr1) stats :percpu {__percpu}))
(decl (struct pair
	(decl (var (int) x) (var (int) y))) (var (struct pair) origin {__packed} = (init 1 2)))
(decl (var (void ptr1) base {__iomem}))
(decl (var (u8[]) buffer {(call aligned 8)}))
(decl (var (void fn()) start {asmlinkage __visible}))
(decl (var (void ptr1 fn()) stop {__noreturn}))
(decl (var (void fn()) get(int which))))
(decl (var (typeof a) e))
(decl (var (typeof (. (type (struct foo)) lock)) l))
(decl (var (__be32) addr {(call __aligned 4)}) (var (__be32) other))
(decl (var (int fn()) exported {API_EXPORT}))
(decl (var (__auto_type) guess = 1))
*/
