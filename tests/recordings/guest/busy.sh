# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: an ordinary busy time, $rounds of it on two CPUs at once. What is recorded has
# begun with the boot (trace_event= on the kernel's command line) and ends here, with what the
# kernel itself has learned about its locks until then.
. /lib.sh
. /settings

files() {
	dd if=/dev/zero of=$1/big bs=4k count=50 2>/dev/null
	mkdir -p $1/a/b
	mv $1/big $1/a/b
	ln -s a/b $1/link
	cat $1/link/big | md5sum >/dev/null
	find $1 -type f | xargs ls -l >/dev/null
	truncate -s 0 $1/a/b/big
	rm -r $1/a $1/link
}

processes() {
	local i=0
	while [ $i -lt 5 ]; do
		(sleep 0.02; exit $i) &
		i=$((i + 1))
	done
	wait
	timeout -s USR1 0.05 sleep 1 2>/dev/null
	ps -o pid,stat,args >/dev/null
	seq 1 300 | sort -r | uniq | tail -n 1 >/dev/null
}

kernel_files() {
	cat /proc/meminfo /proc/stat /proc/self/maps /proc/net/tcp >/dev/null
	ls -lR /proc/self /sys/class >/dev/null 2>&1
	sync
}

# A file system in a file, behind the block layer and its workers
disk() {
	dd if=/dev/zero of=$1.img bs=1k count=512 2>/dev/null
	mke2fs -F $1.img >/dev/null 2>&1
	mkdir -p $1.mnt
	mount -t ext2 -o loop $1.img $1.mnt || return
	files $1.mnt
	umount $1.mnt
	mount -t tmpfs none $1.mnt
	files $1.mnt
	umount $1.mnt
	rm -r $1.img $1.mnt
}

network() {
	nc -l -p $1 >/tmp/received.$1 &
	sleep 0.3
	dd if=/dev/zero bs=1k count=64 2>/dev/null | nc 127.0.0.1 $1
	wait
	ping -c 2 -i 0.2 127.0.0.1 >/dev/null
	netstat -an >/dev/null
}

work() {
	nc -l -p $1 >/tmp/received.$1 &
	sleep 0.3
	dd if=/dev/zero bs=1k count=64 2>/dev/null | nc 127.0.0.1 $1
	wait
	ping -c 2 -i 0.2 127.0.0.1 >/dev/null
	netstat -an >/dev/null
}

drivers() {
	local module
	for module in $modules; do
		insmod /$module.ko || exit 1
		poke $pokes
		rmmod $module
	done
}

work() {
	local i=0
	mkdir -p /tmp/files.$1
	while [ $i -lt $rounds ]; do
		files /tmp/files.$1
		processes
		kernel_files
		disk /tmp/disk.$1
		network $((9000 + $1))
		i=$((i + 1))
	done
}

cat /proc/lockdep >/out/lockdep-begin.txt
ifconfig lo 127.0.0.1 up
insmod /$modules.ko || exit 1
work 1 &
work 2 &
poke $pokes
wait

cat /proc/lockdep >/out/lockdep.txt
cat /proc/lockdep_chains >/out/lockdep_chains.txt
echo 0 >$tracing/tracing_on
for file in lockdep_stats lock_stat kallsyms modules interrupts; do
	cat /proc/$file >/out/$file.txt
done
cat $tracing/per_cpu/cpu*/stats >/out/buffer-stats.txt
if grep '^overrun: [^0]' /out/buffer-stats.txt; then
	echo "the buffers are too small"
	exit 1
fi
trace-cmd extract -o /out/trace.dat >/dev/null
