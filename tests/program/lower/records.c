// Records, anonymous ones with made-up tags; typedefs; fields in all branches.
struct foo {
	int a, *b;
	struct list_head list;
	struct {
		spinlock_t lock;
	} rx;
	union {
		int x;
		struct bar *bar;
	};
#ifdef CONFIG_FOO
	int extra;
#else
	long other;
#endif
	void (*fn)(struct foo *foo);
	char name[16];
	struct foo_inner { int deep; } inner[2];
	DECLARE_BITMAP(bits, 32);
};
typedef struct { int counter; } my_atomic_t;
typedef struct foo *foo_ptr;
typedef int (*callback_t)(void *);
struct point { int x; } origin, *here;
enum color { RED, GREEN };
static enum color color;

void in_function(void)
{
	struct local_record { mutex_t m; } r;

	mutex_lock(&r.m);
}
