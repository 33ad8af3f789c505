// && || ! ?: become control flow; constants fold; equal conditions are one expression.
int logic(int a, int b, int c)
{
	if (a && !b)
		one();
	if (!(a || b) && c)
		two();
	if (a == 0)
		three();
	if (a != 3)
		four();
	if (a == 3)
		five();
	if (a >= b)
		six();
	if (NULL == a)
		seven();
	if (a)
		return 1;
	else if (b)
		return 2;
	else
		return 3;
}

int constants(void)
{
	if (0)
		never();
	if (IS_ENABLED(CONFIG_FOO))
		maybe();
	do {
		once();
	} while (0);
	while (1) {
		if (done())
			break;
	}
	return true;
}

int choices(struct foo *foo, int on)
{
	int mode = on ? foo->on : foo->off;
	bool both = foo && on;
	bool locked = on && spin_trylock(&foo->lock);

	take(foo, on ? GFP_KERNEL : GFP_ATOMIC | __GFP_ZERO);
	print("%s", on ? "on" : "off");
	if (both && locked)
		return mode;
	on ? yes() : no();
	return foo ?: try_again(foo);
}

int unknown(int a, int b)
{
	if (a * b > 3)
		one();
	if (a * b > 3)
		two();
	if (sizeof(a) > b)
		three();
	return on(a) && off(b);
}

int assigned(struct foo *foo)
{
	int err;

	if ((err = start(foo)) < 0)
		return err;
	err = stop(foo);
	return err;
}

int inexact(struct foo *foo)
{
	spin_lock(&foo->rings[foo->a * foo->b].lock);
	if (foo->rings[foo->a * foo->b].on)
		work(foo);
	return 0;
}

/* expect:
function int logic(int a, int b, int c)
  b0:
    if a then b1 else b3
  b1:
    if b then b3 else b2
  b2:
    5:3 call one()
    goto b3
  b3:
    if a then b7 else b4
  b4:
    if b then b7 else b5
  b5:
    if c then b6 else b7
  b6:
    7:3 call two()
    goto b7
  b7:
    if a then b9 else b8
  b8:
    9:3 call three()
    goto b9
  b9:
    if a == 3 then b11 else b10
  b10:
    11:3 call four()
    goto b11
  b11:
    if a == 3 then b12 else b13
  b12:
    13:3 call five()
    goto b13
  b13:
    if a < b then b15 else b14
  b14:
    15:3 call six()
    goto b15
  b15:
    if a then b17 else b16
  b16:
    17:3 call seven()
    goto b17
  b17:
    if a then b18 else b19
  b18:
    19:3 return 1
  b19:
    if b then b20 else b21
  b20:
    21:3 return 2
  b21:
    23:3 return 3
function int constants()
  b0:
    if [CONFIG_FOO] then b1 else b2
  b1:
    31:3 call maybe()
    goto b2
  b2:
    33:3 call once()
    goto b3
  b3:
    36:7 call done()
    if #3:done() then b4 else b3
  b4:
    39:2 return 1
function int choices(struct foo * foo, int on)
  b0:
    if on then b1 else b2
  b1:
    44:18 mode = foo->on
    goto b3
  b2:
    44:28 mode = foo->off
    goto b3
  b3:
    45:7 both = ?
    if on then b4 else b6
  b4:
    46:22 call spin_trylock(&foo->lock)
    if #0:spin_trylock() then b5 else b6
  b5:
    46:16 locked = 1
    goto b7
  b6:
    46:16 locked = 0
    goto b7
  b7:
    if on then b8 else b9
  b8:
    48:17 tmp3 = GFP_KERNEL
    goto b10
  b9:
    48:30 tmp3 = GFP_ATOMIC | __GFP_ZERO
    goto b10
  b10:
    48:2 call take(foo, tmp3)
    49:2 call print("%s", ?)
    if both then b11 else b13
  b11:
    if locked then b12 else b13
  b12:
    51:3 return mode
  b13:
    if on then b14 else b15
  b14:
    52:7 call yes()
    goto b16
  b15:
    52:15 call no()
    goto b16
  b16:
    if foo then b17 else b18
  b17:
    53:2 return foo
  b18:
    53:16 call try_again(foo)
    53:2 return #5:try_again()
function int unknown(int a, int b)
  b0:
    if ? then b1 else b2
  b1:
    59:3 call one()
    goto b2
  b2:
    if ? then b3 else b4
  b3:
    61:3 call two()
    goto b4
  b4:
    if ? then b5 else b6
  b5:
    63:3 call three()
    goto b6
  b6:
    64:9 call on(a)
    if #3:on() then b7 else b9
  b7:
    64:18 call off(b)
    if #4:off() then b8 else b9
  b8:
    64:2 return 1
  b9:
    64:2 return 0
function int assigned(struct foo * foo)
  b0:
    71:13 call start(foo)
    71:7 err = #0:start()
    if #0:start() < 0 then b1 else b2
  b1:
    72:3 return err
  b2:
    73:8 call stop(foo)
    73:2 err = #1:stop()
    74:2 return err
function int inexact(struct foo * foo)
  b0:
    79:2 call spin_lock(&foo->rings[?].lock)
    if ? then b1 else b2
  b1:
    81:3 call work(foo)
    goto b2
  b2:
    82:2 return 0
*/
