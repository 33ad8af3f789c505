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
