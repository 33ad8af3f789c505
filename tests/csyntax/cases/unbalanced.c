// SPDX-License-Identifier: GPL-2.0-only
/* A brace too few: column 0 tells where the function ends. */
// clang-format off
int first(void)
{
	if (x) {
		a();

	b();
}

int second(void)
{
	c();
}
/* expect:
(func (int) first ()
	(block
		(if x
			(block
				(expr (call a))
				(expr (call b))))))
(func (int) second ()
	(block
		(expr (call c))))
*/
