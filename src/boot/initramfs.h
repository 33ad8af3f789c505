/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A guest's root file system: busybox, our init (init.sh), the script that is its work, and
 * the files that the work needs, programs with their shared libraries.
 */
#ifndef UNSPIN_BOOT_INITRAMFS_H
#define UNSPIN_BOOT_INITRAMFS_H

#include <stdbool.h>

/* The statically linked one (package busybox-static). */
#define BUSYBOX "/bin/busybox"

struct guest_file {
	const char *from; /* on the host */
	const char *to;	  /* absolute path in the guest */
};

struct initramfs_options {
	const char
		*script; /* path of the work: a shell script, run in /root, which may fill /out */
	const struct guest_file *files;
	unsigned nfiles;
};

/* A descriptor of the finished archive, whose file has no name; -1 after one line. */
int initramfs_make(const struct initramfs_options *o);

#endif
