/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's own files, compiled in by tools/embed.py. */
#ifndef UNSPIN_BOOT_GUEST_H
#define UNSPIN_BOOT_GUEST_H

struct embedded_guest_file {
	const char *name;
	const char *text;
	unsigned len;
};

extern const struct embedded_guest_file embedded_guest_files[];
extern const unsigned embedded_guest_file_count;

#endif
