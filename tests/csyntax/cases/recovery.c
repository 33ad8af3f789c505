// SPDX-License-Identifier: GPL-2.0-only
/* What can't be read is lost alone. */
// clang-format off
int before;
int ) broken;
void f(void)
{
	a();
	x = = y;
	b();
	g(ok, @, also_ok);
	c[+] = 1;
	if (@)
		d();
	e();
}
@@@ garbage
static int after(void)
{
	return (1 + );
}
int last;
