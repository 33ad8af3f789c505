// Loops of C and of macros.
void plain(struct foo *foo, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (skip(i))
			continue;
		work(i);
	}
	while (n--)
		wait(foo);
	do {
		step(foo);
		if (foo->stop)
			continue;
		more(foo);
	} while (foo->go);
	for (;;)
		;
}

void macros(struct foo *foo)
{
	struct bar *bar, *tmp;
	struct net *net = foo->net;
	struct net_device *dev;

	list_for_each_entry_safe(bar, tmp, &foo->bars, node) {
		if (bar->last)
			break;
		spin_lock(&bar->lock);
	}
	for_each_netdev(get_net(net), dev)
		work(dev);
	for_each_netdev(net, dev)
		if (dev->up)
			continue;
		else
			work(dev);
}

#define my_for_each(p, h) for (p = (h)->first; p; p = p->next)

void scoped_cursor(struct device_node *np)
{
	for_each_child_of_node_scoped(np, child)
		work(child);
}
