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
