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
