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

/* expect:
global void *[] table static
function int out(struct foo * foo)
  b0:
    if foo then b1 else b3
  b1:
    7:6 call busy(foo)
    if #0:busy() then b1 else b2
  b2:
    9:2 return 0
  b3:
    11:2 return -EINVAL
function void computed(int i)
  b0:
    if ? then b1 else b2
  b1:
    20:2 call first()
    goto b3
  b2:
    if ? then b3 else b4
  b3:
    22:2 call second()
    23:1 return
  b4:
    leaves
function int patched()
  b0:
    if ? then b1 else b2
  b1:
    30:2 return 1
  b2:
    28:2 return 0
function void dead()
  b0:
    35:2 return
macro BAIL(x)
  b0:
    if x then b1 else b2
  b1:
    39:1 return
  b2:
    leaves
macro CHECK(x)
  b0:
    if x then b1 else b2
  b1:
    40:49 call good(x)
    40:1 return
  b2:
    leaves
*/
