// SPDX-License-Identifier: GPL-2.0-only
/* Macro calls at file level, with and without semicolons. */
// clang-format off
#include <linux/spinlock.h>
#include "local.h"
static DEFINE_SPINLOCK(lock);
static DEFINE_PER_CPU(struct foo, bar) = { 1 };
DEFINE_MUTEX(m);
EXPORT_SYMBOL_GPL(lock)
module_init(start);
MODULE_LICENSE("GPL");
static DEVICE_ATTR_RW(name);
__setup("x=", parse_x);
static_assert(sizeof(struct foo) == 4, "size");
define_machine(board) {
	.name = "board",
	.init = board_init,
};
MACHINE_START(X, "x")
	.init = x_init,
MACHINE_END
int after;
asm(".globl foo");
