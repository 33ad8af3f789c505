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
