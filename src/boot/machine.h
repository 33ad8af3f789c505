/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One boot of a kernel in QEMU, by software emulation alone: a /dev/kvm that opens is no
 * proof that it works. What the guest says is followed line by line, and the machine is
 * stopped when its init has come to its end, when it is silent for too long, and when we die.
 */
#ifndef UNSPIN_BOOT_MACHINE_H
#define UNSPIN_BOOT_MACHINE_H

#include <stdio.h>

#include "boot/child.h"
#include "boot/patience.h"
#include "boot/verdict.h"

#define QEMU "qemu-system-x86_64"

struct machine_options {
	const char *qemu;  /* the program, looked up in PATH */
	const char *image; /* bzImage */
	int initrd;	   /* descriptor of the initramfs */
	int out;	   /* descriptor of what the guest sends through the virtio port or, if its
			    * kernel has none, the second serial port */
	unsigned cpus, memory_mb;
	argv_t devices;	    /* for -device */
	const char *append; /* to the kernel's command line; may be "" */
	struct patience patience;
	FILE *console; /* the serial log is copied to it */
};

enum machine_end {
	MACHINE_ENDED,	 /* the guest's init reached its end */
	MACHINE_STOPPED, /* QEMU ended before that: the kernel died, or QEMU could not go on */
	MACHINE_SILENT,	 /* given up: no progress */
	MACHINE_FAILED,	 /* no QEMU; said in one line */
};

enum machine_end machine_run(const struct machine_options *o, struct verdict *v);

#endif
