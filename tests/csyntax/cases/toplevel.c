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
/* expect:
(include linux/spinlock.h :system)
(include local.h)
(topcall :static (call DEFINE_SPINLOCK lock))
(topcall :static (call DEFINE_PER_CPU (type (struct foo)) bar) = (init 1))
(topcall (call DEFINE_MUTEX m))
(topcall (call EXPORT_SYMBOL_GPL lock))
(topcall (call module_init start))
(topcall (call MODULE_LICENSE "GPL"))
(topcall :static (call DEVICE_ATTR_RW name))
(topcall (call __setup "x=" parse_x))
(topcall (call static_assert (== (sizeof (struct foo)) 4) "size"))
(topcall (call define_machine board) = (init (elem name = "board") (elem init = board_init)))
(topcall (call MACHINE_START X "x") = (init (elem init = x_init)))
(decl (var (int) after))
(asm)
*/
