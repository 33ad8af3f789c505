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
/* expect:
(decl (var (int) before))
(error)
(func (void) f ()
	(block
		(expr (call a))
		(error)
		(expr (call b))
		(expr (call g ok const also_ok))
		(expr (= ([] c (error)) 1))
		(if (error)
			(expr (call d)))
		(expr (call e))))
(error)
(func (int) after :static ()
	(block
		(return (error))))
(decl (var (int) last))
*/
