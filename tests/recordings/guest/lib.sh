# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: words for recording with ftrace. Read by the other scripts here.
tracing=/sys/kernel/tracing

# set_up KB: a buffer of so many KB for each CPU, real addresses, all events off
set_up() {
	echo 0 >$tracing/tracing_on
	echo 0 >$tracing/events/enable
	echo $1 >$tracing/buffer_size_kb
	echo 0 >$tracing/options/hash-ptr
	echo >$tracing/trace
}

# What a replay of locking needs; acquired and contended tell the statistics.
enable_events() {
	local event
	for event in lock irq irq_vectors preemptirq/irq_disable preemptirq/irq_enable \
		sched/sched_switch timer workqueue; do
		echo 1 >$tracing/events/$event/enable
	done
}

# stacks_of FILTER: a stack trace behind each lock event that fits
stacks_of() {
	echo "stacktrace if $1" >$tracing/events/lock/lock_acquire/trigger
}

# wait_a_while: longer than the examples' timer takes, without the 12,000 lock events of a fork
# and an exec
[ -p /tmp/never ] || mkfifo /tmp/never
wait_a_while() {
	read -t 0.3 nothing <>/tmp/never
}

# Stay on another CPU than the one that takes the device's interrupts: a handler that wants
# a lock of ours then waits for it, and on our own CPU would wait for ever.
leave_irq_cpu() {
	local irq=$(sed -n 's/^ *\([0-9]*\):.* edu$/\1/p' /proc/interrupts | head -n 1)
	local cpu=$(cat /proc/irq/$irq/effective_affinity_list)
	taskset -p $((cpu == 0 ? 2 : 1)) $$ >/dev/null
}

# poke write|read|off|wait…: what a program would do with the device, by the shell's own means
poke() {
	local how answer
	for how; do
		case $how in
		write) echo 100 >/dev/edu ;;
		off) echo 000 >/dev/edu ;;
		read) read answer </dev/edu ;;
		wait) wait_a_while ;;
		esac
	done
}

# Let the kernel's symbols be those that the recorded text names, and _stext, from which a
# trace.dat counts who switched irqs: all of them would be nine tenths of it.
trim_kallsyms() {
	cat /proc/kallsyms >/tmp/kallsyms.all
	awk 'NR == FNR { n = split($0, w, /[^A-Za-z0-9_.]+/); while (n) seen[w[n--]]; next }
		$3 in seen || $3 == "_stext"' /out/trace.txt /tmp/kallsyms.all >/tmp/kallsyms
	mount --bind /tmp/kallsyms /proc/kallsyms
}

# save: what was recorded, as text and for trace-cmd, and what the kernel knows itself
save() {
	local file
	cat $tracing/trace >/out/trace.txt
	head -n 30 $tracing/per_cpu/cpu*/stats >/out/buffer-stats.txt
	for file in lockdep lockdep_chains lockdep_stats lock_stat kallsyms modules interrupts; do
		cat /proc/$file >/out/$file.txt
	done
	trim_kallsyms
	trace-cmd extract -o /out/trace.dat >/dev/null
}
