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
