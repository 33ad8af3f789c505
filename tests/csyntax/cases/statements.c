// SPDX-License-Identifier: GPL-2.0-only
/* Every statement of C. */
// clang-format off
void f(void)
{
	int i;

	for (i = 0; i < 3; i++)
		a();
	for (int j = 0;;)
		;
	while (x) {
		if (a)
			continue;
		else if (b)
			break;
		else
			c();
	}
	do
		i--;
	while (i);
	switch (x) {
	case 1:
	case 2 ... 5:
		a();
		break;
	case FOO: {
		b();
	}
	default:
		return;
	}
	goto out;
out:
	goto *p;
done: __maybe_unused;
	;
	return i ? a : b;
}
/* expect:
(func (void) f ()
	(block
		(decl (var (int) i))
		(for (= i 0) (< i 3) (post++ i)
			(expr (call a)))
		(for (decl (var (int) j = 0)) () ()
			())
		(while x
			(block
				(if a
					(continue)
					(if b
						(break)
						(expr (call c))))))
		(do
			(expr (post-- i))
			i)
		(switch x
			(block
				(case 1)
				(case 2 5)
				(expr (call a))
				(break)
				(case FOO)
				(block
					(expr (call b)))
				(default)
				(return)))
		(goto out)
		(label out)
		(goto p)
		(label done)
		()
		()
		(return (? i a b))))
*/
