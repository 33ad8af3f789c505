// SPDX-License-Identifier: GPL-2.0-only
/* Designators, nesting, conditional elements. */
// clang-format off
static const struct ops ops = {
	.open = my_open,
	.nested = { .x = 1, [2] = 3 },
	[0 ... 3] = { 1, 2 },
	old: value,
	.deep.member[1] = &x,
#ifdef CONFIG_COMPAT
	.compat = my_compat,
#endif
	MACRO(a, b),
	.last = (struct foo){ .a = 1 },
	.text = "a" "b",
};
int a[] = { 1, 2, 3, };
