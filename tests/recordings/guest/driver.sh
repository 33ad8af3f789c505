# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: load drivers one after the other, poke each with everything on. Settings:
# $modules, $pokes, and $filter for the lock events that get stack traces.
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
	[ "$module" = "${modules##* }" ] || rmmod $module
done
save
