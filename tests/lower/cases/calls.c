// Callees: names, pointers in members, variables and parameters.
void calls(struct foo *foo, void (*param)(int))
{
	void (*fn)(struct foo *) = foo->ops->start;
	void (*known)(void) = direct;

	plain(inner(foo), outer(foo, second(foo)));
	foo->ops->stop(foo);
	(*foo->ops->pause)(foo);
	fn(foo);
	known();
	param(1);
	(*param)(2);
	foo->table[3](foo);
	get_fn(foo)(4);
}

int types(struct foo *foo)
{
	take(struct foo, sizeof(hidden(foo)), (struct bar *)foo);
	(void)dropped(foo);
	return ({
		int x = inside(foo);

		x;
	});
}

void assignments(struct foo *foo, struct foo *other)
{
	foo->a = foo->b = 0;
	*foo->p = 3;
	foo->n++;
	foo->flags |= FLAG;
	foo->x = -EINVAL, foo->y = ~0;
	*other = *foo;
	(foo + 1)->z = 1;
	foo[1].z = 2;
}

int statements(struct device *device)
{
	if (nvkm_msec(device, 2000, if (ready(device)) break; ) < 0)
		return -EBUSY;
	for_each_key(device, key, ({
		if (skip(key))
			continue;
		use(key);
	}));
	return 0;
}

/* expect:
function void calls(struct foo * foo, void () param)
  b0:
    7:8 call inner(foo)
    7:31 call second(foo)
    7:20 call outer(foo, #1:second())
    7:2 call plain(#0:inner(), #2:outer())
    8:2 call (*foo->ops->stop)(foo) #4
    9:4 call (*foo->ops->pause)(foo) #5
    10:2 call (*foo->ops->start)(foo) #6
    11:2 call direct()
    12:2 call (*param)(1) #8
    13:4 call (*param)(2) #9
    14:2 call (*foo->table[3])(foo) #10
    15:2 call get_fn(foo)
    15:2 call (*#11:get_fn())(4) #12
    16:1 return
function int types(struct foo * foo)
  b0:
    20:2 call take((struct foo)?, sizeof, (struct bar *)foo)
    21:8 call dropped(foo)
    23:11 call inside(foo)
    22:2 return #2:inside()
function void assignments(struct foo * foo, struct foo * other)
  b0:
    31:11 foo->b = 0
    31:2 foo->a = 0
    32:2 *foo->p = 3
    33:2 foo->n = ?
    34:2 foo->flags = ?
    35:2 foo->x = -EINVAL
    35:20 foo->y = -1
    36:2 *other = *foo
    37:3 foo[1].z = 1
    38:2 foo[1].z = 2
    39:1 return
function int statements(struct device * device)
  b0:
    if ? then b1 else b2
  b1:
    43:34 call ready(device)
    goto b2
  b2:
    43:6 call nvkm_msec(device, 2000, ?)
    if #1:nvkm_msec() < 0 then b3 else b4
  b3:
    44:3 return -EBUSY
  b4:
    46:7 call skip(key)
    if #2:skip() then b6 else b5
  b5:
    48:3 call use(key)
    goto b6
  b6:
    45:2 call for_each_key(device, key, #3:use())
    50:2 return 0
*/
