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

/* expect:
function void plain(struct foo * foo, int n)
  b0:
    6:7 i = 0
    goto b1
  b1:
    if i < n then b2 else b5
  b2:
    7:7 call skip(i)
    if #0:skip() then b4 else b3
  b3:
    9:3 call work(i)
    goto b4
  b4:
    6:21 i = ?
    goto b1
  b5:
    11:9 n = ?
    if ? then b6 else b7
  b6:
    12:3 call wait(foo)
    goto b5
  b7:
    14:3 call step(foo)
    if foo->stop then b9 else b8
  b8:
    17:3 call more(foo)
    goto b9
  b9:
    if foo->go then b7 else b10
  b10:
    goto b10
function void macros(struct foo * foo)
  b0:
    goto b1
  b1:
    29:2 loop list_for_each_entry_safe(bar, tmp, &foo->bars, node)
    29:27 bar = ?
    29:32 tmp = ?
    if ? then b2 else b4
  b2:
    if bar->last then b4 else b3
  b3:
    32:3 call spin_lock(&bar->lock)
    goto b1
  b4:
    34:18 call get_net((struct net *)foo->net)
    goto b5
  b5:
    34:2 loop for_each_netdev(#2:get_net(), dev)
    34:32 dev = ?
    if ? then b6 else b7
  b6:
    35:3 call work(dev)
    goto b5
  b7:
    36:2 loop for_each_netdev((struct net *)foo->net, dev)
    36:23 dev = ?
    if ? then b8 else b10
  b8:
    if dev->up then b7 else b9
  b9:
    40:4 call work(dev)
    goto b7
  b10:
    41:1 return
macro my_for_each(p, h)
  b0:
    43:32 p = h->first
    goto b1
  b1:
    if p then b2 else b3
  b2:
    43:51 p = p->next
    goto b1
  b3:
    43:1 return
function void scoped_cursor(struct device_node * np)
  b0:
    goto b1
  b1:
    47:2 loop for_each_child_of_node_scoped(np, child)
    47:36 child = ?
    if ? then b2 else b3
  b2:
    48:3 call work(child)
    goto b1
  b3:
    49:1 return
*/
