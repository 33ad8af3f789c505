/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel tells of itself as text: /proc/kallsyms and /proc/modules.
 * The texts may come from anywhere and may be cut off; lines that make no sense
 * are passed over.
 */
#ifndef UNSPIN_SYMBOLS_PROC_H
#define UNSPIN_SYMBOLS_PROC_H

#include "symbols/symtab.h"

/* KSYM_NAME_LEN, include/linux/kallsyms.h: longer ones are no names */
#define KSYM_NAME_MAX 512

/*
 * Add the symbols of a kallsyms text (or System.map) to @t, which the caller
 * makes ready. Returns how many were added, or how many had a hidden address
 * (all zeroes) in *@hidden. The last line counts only if it is whole.
 */
uint32_t kallsyms_parse(const char *text, size_t len, struct symtab *t, uint32_t *hidden);

/* A loaded module: /proc/modules (kernel/module/procfs.c, m_show()). */
struct loaded_module {
	name_t name;
	uint64_t base; /* of its text; 0: hidden */
	uint64_t size; /* of all that it keeps in memory, text first */
};

#define LOADED_MODULES_MAX 65536
struct loaded_modules {
	VEC(struct loaded_module) list;
};

/* Add the modules of a /proc/modules text; returns how many. */
uint32_t proc_modules_parse(const char *text, size_t len, struct loaded_modules *m);

/* A module's name is its file's with '-' as '_': kernel/module/main.c, scripts/Makefile.lib. */
name_t module_name(const char *s, size_t len);

#endif
