// Labels before and after, asm goto, computed goto, labels that are not here.
int out(struct foo *foo)
{
	if (!foo)
		goto err;
again:
	if (busy(foo))
		goto again;
	return 0;
err:
	return -EINVAL;
}

void computed(int i)
{
	static void *table[] = { &&one, &&two };

	goto *table[i];
one:
	first();
two:
	second();
}

int patched(void)
{
	asm goto("1: nop" : : : : yes);
	return 0;
yes:
	return 1;
}

void dead(void)
{
	return;
	never();
}

#define BAIL(x) do { if (!(x)) goto bail; } while (0)
#define CHECK(x) do { if (!(x)) return -EINVAL; good(x); } while (0)
