// switch: a chain of comparisons, in order; ranges can't be told; fallthrough.
int kinds(struct foo *foo)
{
	switch (foo->kind) {
	case 1:
	case KIND_TWO:
		two();
		break;
	case 3 ... 5:
		three();
		fallthrough;
	default:
		other();
		return 1;
	case 7: {
		int x = seven();

		if (x)
			break;
		return x;
	}
#ifdef CONFIG_EIGHT
	case 8:
		eight();
#endif
	}
	return 0;
}

void in_loop(struct foo *foo)
{
	for (;;) {
		switch (next(foo)) {
		case 0:
			return;
		case 1:
			continue;
		}
		again(foo);
	}
}

#define CASE(x) case x: found(x); break

/* expect:
function int kinds(struct foo * foo)
  b0:
    if foo->kind == 1 then b2 else b1
  b1:
    if foo->kind == KIND_TWO then b2 else b3
  b2:
    7:3 call two()
    goto b10
  b3:
    if ? then b4 else b5
  b4:
    10:3 call three()
    goto b11
  b5:
    if foo->kind == 7 then b6 else b8
  b6:
    16:11 call seven()
    if #3:seven() then b10 else b7
  b7:
    20:3 return #3:seven()
  b8:
    if foo->kind == 8 then b9 else b11
  b9:
    24:3 call eight()
    goto b10
  b10:
    27:2 return 0
  b11:
    13:3 call other()
    14:3 return 1
function void in_loop(struct foo * foo)
  b0:
    goto b1
  b1:
    33:11 call next(foo)
    if #0:next() then b2 else b4
  b2:
    if #0:next() == 1 then b1 else b3
  b3:
    39:3 call again(foo)
    goto b1
  b4:
    35:4 return
macro CASE(x)
  b0:
    43:25 call found(x)
    leaves
*/
