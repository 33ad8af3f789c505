#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Drivers of one core in a small kernel tree: what one does is not held against another.

Both take a lock that the core's struct has, each of its own objects, and both
have a function in the same ops member.
"""
import argparse
import os
import tempfile

import tap

PORT_H = """
struct port;
struct port_ops { void (*poll)(struct port *port); };
struct port { spinlock_t lock; const struct port_ops *ops; int irq; };
void port_kick(struct port *port);
"""
CORE = """
#include <linux/port.h>
void port_kick(struct port *port)
{
	port->ops->poll(port);
}
EXPORT_SYMBOL(port_kick);
"""
# NAME's handler has the core call its own poll(); NAME's write() has irqs on.
DRIVER = """
#include <linux/port.h>
struct NAME { struct port port; spinlock_t queue_lock; };
static void NAME_poll(struct port *port)
{
	struct NAME *dev = container_of(port, struct NAME, port);
	POLL
}
static const struct port_ops NAME_ops = { .poll = NAME_poll };
static irqreturn_t NAME_irq(int irq, void *data)
{
	struct NAME *dev = data;
	port_kick(&dev->port);
	IRQ
	return IRQ_HANDLED;
}
static ssize_t NAME_write(struct file *file, const char __user *buf, size_t n, loff_t *pos)
{
	struct NAME *dev = file->private_data;
	WRITE
	return n;
}
static const struct file_operations NAME_fops = { .write = NAME_write };
static int NAME_probe(struct platform_device *pdev)
{
	struct NAME *dev = platform_get_drvdata(pdev);
	REQUEST
	return misc_register(&NAME_misc);
}
static struct platform_driver NAME_driver = { .probe = NAME_probe };
"""
# Two drivers that each call their own record "struct adapter".
ADAPTER = """
struct adapter { struct work_struct reset; struct net_device *netdev; };
static void NAME_reset(struct work_struct *work)
{
	RESET
}
static int NAME_stop(struct net_device *netdev)
{
	struct adapter *a = netdev_priv(netdev);
	STOP
	return 0;
}
static const struct net_device_ops NAME_ops = { .ndo_stop = NAME_stop };
static int NAME_probe(struct platform_device *pdev)
{
	struct adapter *a = platform_get_drvdata(pdev);
	INIT_WORK(&a->reset, NAME_reset);
	return register_netdev(a->netdev);
}
static struct platform_driver NAME_driver = { .probe = NAME_probe };
"""
REQUEST = 'return devm_request_irq(&pdev->dev, dev->port.irq, NAME_irq, 0, "NAME", dev);'


def take(lock):
    return f"spin_lock({lock}); dev->port.irq++; spin_unlock({lock});"


PORT_LOCK, QUEUE_LOCK = take("&dev->port.lock"), take("&dev->queue_lock")


def driver(name, text=DRIVER, **parts):
    for part in ("POLL", "IRQ", "WRITE", "REQUEST", "RESET", "STOP"):
        text = text.replace(part, parts.get(part, ""))
    return text.replace("NAME", name)


def findings(unspin, drivers):
    with tempfile.TemporaryDirectory() as top:
        files = {"MAINTAINERS": "", "Makefile": "", "include/linux/port.h": PORT_H,
                 "drivers/port/core.c": CORE}
        files.update({f"drivers/port/{name}.c": text for name, text in drivers.items()})
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(top, path)), exist_ok=True)
            with open(os.path.join(top, path), "w", encoding="ascii") as file:
                file.write(text)
        report = tap.Report(unspin, [top])
        return report.trouble(), sorted({lock for f in report.findings
                                         if f["rule"] in ("irq-unsafe", "wait-under-lock")
                                         for lock in f["locks"]})


def expect(unspin, name, drivers, locks):
    trouble, found = findings(unspin, drivers)
    tap.case(name, not trouble and found == locks, trouble or f"found {found}, expected {locks}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    unspin = parser.parse_args().unspin

    expect(unspin, "one driver's lock in its handler and elsewhere",
           {"alpha": driver("alpha", IRQ=PORT_LOCK, WRITE=PORT_LOCK, REQUEST=REQUEST),
            "beta": driver("beta")}, ["struct port.lock"])
    expect(unspin, "one driver's handler, another one's file",
           {"alpha": driver("alpha", IRQ=PORT_LOCK, REQUEST=REQUEST),
            "beta": driver("beta", WRITE=PORT_LOCK)}, [])
    expect(unspin, "a member's function of the handler's own driver",
           {"alpha": driver("alpha", POLL=QUEUE_LOCK, WRITE=QUEUE_LOCK, REQUEST=REQUEST),
            "beta": driver("beta")}, ["struct alpha.queue_lock"])
    expect(unspin, "a member's function of another driver",
           {"alpha": driver("alpha", REQUEST=REQUEST),
            "beta": driver("beta", POLL=QUEUE_LOCK, WRITE=QUEUE_LOCK)}, [])
    reset, stop = "rtnl_lock(); rtnl_unlock();", "cancel_work_sync(&a->reset);"
    expect(unspin, "a driver waits for its own work under the lock that it takes",
           {"alpha": driver("alpha", ADAPTER, RESET=reset, STOP=stop),
            "beta": driver("beta", ADAPTER)}, ["rtnl_mutex", "work:struct adapter.reset"])
    expect(unspin, "the other driver's work, in a record of the same name",
           {"alpha": driver("alpha", ADAPTER, STOP=stop),
            "beta": driver("beta", ADAPTER, RESET=reset)}, [])
    tap.done()


if __name__ == "__main__":
    main()
