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
/* expect:
(decl (var (struct ops) ops :static = (init (elem open = my_open) (elem nested = (init (elem x = 1) (elem ([] 2) = 3))) (elem ([] 0) = (init 1 2)) (elem old = value) (elem deep member ([] 1) = (& x)) (alt
	(branch [CONFIG_COMPAT]
		(elem compat = my_compat))) (call MACRO a b) (elem last = (compound (struct foo) (init (elem a = 1)))) (elem text = "a"))))
(decl (var (int[]) a = (init 1 2 3)))
*/
