// SPDX-License-Identifier: GPL-2.0-only
/* Operators and their precedence. */
// clang-format off
void f(void)
{
	a = b + c * d - e;
	a = b << 2 | c & 3 ^ d;
	a += b ? c : d ? e : g;
	a = b ?: c;
	x = !a && ~b || -c;
	p->q.r[i]++;
	--*p;
	(*fn)(1, 2);
	a = b = c, d;
	s = "one" "two";
	c = 'x' + '\n' + L'\0' + 0x1f + 017 + 1.5;
	v = &&label;
	printk(KERN_INFO "a %d" PRIu64 "\n", x);
	a = b == c != d < e;
}
