// The branches of conditional groups become branches on what they ask.
void both(struct foo *foo)
{
#ifdef CONFIG_PM
	pm(foo);
#else
	no_pm(foo);
#endif
#ifndef CONFIG_SMP
	up(foo);
#endif
#if defined(CONFIG_A) || defined(CONFIG_B)
	a_or_b(foo);
#elif !defined(CONFIG_C)
	no_c(foo);
#endif
	if (IS_ENABLED(CONFIG_PM))
		more(foo);
}

#ifdef CONFIG_PM
static void in_pm(void)
{
}
#ifndef CONFIG_SLEEP
static void without_sleep(void)
{
}
#endif
#else
static void without_pm(void)
{
}
#endif

void declared_twice(struct foo *foo)
{
#ifdef CONFIG_X
	struct bar *bar = foo->x;
#else
	struct bar *bar = foo->y;
#endif
	spin_lock(&bar->lock);
}

/* expect:
function void both(struct foo * foo)
  b0:
    if [CONFIG_PM] then b1 else b2
  b1:
    5:2 call pm(foo)
    goto b3
  b2:
    7:2 call no_pm(foo)
    goto b3
  b3:
    if [CONFIG_SMP] then b5 else b4
  b4:
    10:2 call up(foo)
    goto b5
  b5:
    if [defined(CONFIG_A) || defined(CONFIG_B)] then b6 else b7
  b6:
    13:2 call a_or_b(foo)
    goto b9
  b7:
    if [CONFIG_C] then b9 else b8
  b8:
    15:2 call no_c(foo)
    goto b9
  b9:
    if [CONFIG_PM] then b10 else b11
  b10:
    18:3 call more(foo)
    goto b11
  b11:
    19:1 return
function void in_pm() static [CONFIG_PM]
  b0:
    24:1 return
function void without_sleep() static [!CONFIG_SLEEP]
  b0:
    28:1 return
function void without_pm() static [!CONFIG_PM]
  b0:
    33:1 return
function void declared_twice(struct foo * foo)
  b0:
    if [CONFIG_X] then b1 else b2
  b1:
    39:14 bar = foo->x
    goto b3
  b2:
    41:14 bar = foo->y
    goto b3
  b3:
    43:2 call spin_lock(&bar->lock)
    44:1 return
*/
