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
/* expect:
(func (void) f ()
	(block
		(expr (= a (- (+ b (* c d)) e)))
		(expr (= a (| (<< b 2) (^ (& c 3) d))))
		(expr (+= a (? b c (? d e g))))
		(expr (= a (?: b c)))
		(expr (= x (|| (&& (! a) (~ b)) (- c))))
		(expr (post++ ([] (. (-> p q) r) i)))
		(expr (-- (* p)))
		(expr (call (* fn) 1 2))
		(expr (, (= a (= b c)) d))
		(expr (= s "one"))
		(expr (= c (+ (+ (+ (+ (+ 120 10) 0) 31) 15) const)))
		(expr (= v (label-addr label)))
		(expr (call printk "a %d" x))
		(expr (= a (!= (== b c) (< d e))))))
*/
