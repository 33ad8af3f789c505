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
