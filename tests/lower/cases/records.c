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

/* expect:
struct <records.c:5:2> in foo.rx: spinlock_t lock
union <records.c:8:2> in foo.: int x, struct bar * bar
struct foo_inner: int deep
struct foo: int a, int * b, struct list_head list, struct <records.c:5:2> rx, struct <records.c:8:2> , int extra, long other, void () fn, char [] name, struct foo_inner [] inner, ? bits
struct my_atomic_t: int counter
struct point: int x
struct local_record: mutex_t m
typedef my_atomic_t = struct my_atomic_t
typedef foo_ptr = struct foo *
typedef callback_t = int ()
global struct point origin
global struct point * here
global enum color color static
function void in_function()
  b0:
    33:2 call mutex_lock(&r.m)
    34:1 return
*/
