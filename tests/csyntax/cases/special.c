// SPDX-License-Identifier: GPL-2.0-only
/* GNU C's and C11's other words. */
// clang-format off
void f(void)
{
	x = _Generic(y, int: a(y), struct foo *: b, default: c);
	x = __builtin_types_compatible_p(typeof(a), int);
	_Static_assert(sizeof(x) == 4, "x");
	x = __extension__ ({ 1; });
	__extension__ int e;
	__label__ out;
	fallthrough;
	__attribute__((fallthrough));
	x = ({ goto out; 0; }) + (typeof(y))z;
	x = (struct foo *) { 0 };
	v = va_arg(ap, struct foo *)->x;
}
/* expect:
(func (void) f ()
	(block
		(expr (= x (call _Generic y (call a y) b c)))
		(expr (= x (call __builtin_types_compatible_p (type (typeof a)) (type (int)))))
		(expr (call _Static_assert (== (sizeof x) 4) "x"))
		(expr (= x (stmt-expr (block
			(expr 1)))))
		(decl (var (int) e))
		(decl (var (__label__) out))
		(expr fallthrough)
		()
		(expr (= x (+ (stmt-expr (block
			(goto out)
			(expr 0))) (cast (typeof y) z))))
		(expr (= x (compound (struct foo ptr1) (init 0))))
		(expr (= v (-> (call va_arg ap (type (struct foo ptr1))) x)))))
*/
