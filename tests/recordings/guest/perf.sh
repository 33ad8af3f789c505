# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: poke one driver under perf. Only its own locks, or perf's would flood the
# buffer and four fifths of all events be lost.
. /lib.sh
. /settings

insmod /$modules.ko || exit 1
leave_irq_cpu
cat >/tmp/poke.sh <<END
. /lib.sh
poke $pokes
END
perf record -a -g -m 1024 -o /out/perf.data \
	-e lock:lock_acquire --filter "$filter" -e lock:lock_release --filter "$filter" \
	-e irq:irq_handler_entry -e irq:irq_handler_exit -- sh /tmp/poke.sh || exit 1
perf script --show-lost-events -i /out/perf.data >/out/perf-script.txt
cat /proc/kallsyms >/out/kallsyms.txt
cat /proc/modules >/out/modules.txt
