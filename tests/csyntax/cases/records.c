// SPDX-License-Identifier: GPL-2.0-only
/* Fields: bit-fields, anonymous members, groups, macros, conditional members. */
// clang-format off
struct dev {
	spinlock_t lock;
	unsigned int up:1, :3, down : 2;
	union {
		struct { int a; };
		long b;
	};
	struct list_head list;
	int (*open)(struct dev *, int), *cursor;
	struct { raw_spinlock_t lock; } rx, tx[2];
	DECLARE_BITMAP(map, 64);
	struct_group(header,
		int id, kind;
		u8 flags;
	);
#ifdef CONFIG_PM
	struct mutex pm_lock;
#else
	int nopm;
#endif
	void __user *uaddr;
	u32 : 8;
	TRAILING_OVERLAP(struct head, first, tail,
		u16 more;
	);
	char name[];
} __packed;
struct tagged __aligned(8) { int x; };
struct __packed other { int x; };
enum mode { OFF, ON = 3,
#ifdef CONFIG_X
	EXTRA,
#endif
	LAST };
enum { ONLY } which;
/* expect:
(decl (struct dev
	(decl (var (spinlock_t) lock))
	(decl (var (int) up) (var (int)) (var (int) down))
	(decl (union :union
		(decl (struct
			(decl (var (int) a))))
		(decl (var (long) b))))
	(decl (var (struct list_head) list))
	(decl (var (int ptr1 fn((var (struct dev ptr1)) (var (int)))) open) (var (int ptr1) cursor))
	(decl (struct
		(decl (var (raw_spinlock_t) lock))) (var (anon) rx) (var (anon[]) tx))
	(expr (call DECLARE_BITMAP map 64))
	(decl (struct
		(decl (var (int) id) (var (int) kind))
		(decl (var (u8) flags))))
	(decl (var (anon) header))
	(alt
		(branch [CONFIG_PM]
			(decl (var (struct mutex) pm_lock)))
		(branch []
			(decl (var (int) nopm))))
	(decl (var (void ptr1) uaddr {__user}))
	(decl (var (u32)))
	(decl (struct
		(decl)
		(decl (var (u16) more))))
	(decl (var (anon) first) (var (anon) tail))
	(decl (var (char[]) name))))
(decl (struct tagged
	(decl (var (int) x))))
(decl (struct other
	(decl (var (int) x))))
(decl (enum mode (elem OFF) (elem ON = 3) (alt
	(branch [CONFIG_X]
		(elem EXTRA))) (elem LAST)))
(decl (enum (elem ONLY)) (var (anon) which))
*/
