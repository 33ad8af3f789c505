# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: load drivers one after the other, poke each with everything on. Settings:
# $modules, $pokes, and $filter for the lock events that get stack traces. A driver is
# unbound from the device before the next one but not unloaded: the kernel finds the names of a
# recording's addresses when it is read, and its place may be another module's by then.
. /lib.sh
. /settings

set_up 40000
enable_events
stacks_of "$filter"
for module in $modules; do
	insmod /$module.ko || exit 1
	leave_irq_cpu
	echo 1 >$tracing/tracing_on
	poke $pokes
	echo 0 >$tracing/tracing_on
	grep edu /proc/interrupts
	[ "$module" = "${modules##* }" ] && break
	for link in /sys/bus/pci/drivers/$(echo $module | tr - _)/0*; do
		echo ${link##*/} >$link/driver/unbind
	done
done
save
