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
