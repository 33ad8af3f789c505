/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses of a running kernel as functions, files and lines.
 *
 * Two kinds of input are joined. What the kernel said of itself (/proc/kallsyms,
 * /proc/modules) tells where its functions and static data lie. What the build
 * left behind (vmlinux, *.ko with debug info) tells lines and inlined calls, and
 * is laid over the running kernel's addresses: the shift of KASLR and each
 * module's place are worked out from symbols that both sides know. Any of the
 * inputs may be missing; what can't be told is then 0 in the answer.
 *
 * Debug info is read only where an address asks for it. Answers are kept in a
 * cache of fixed size, and a kernel's debug info is dropped and opened anew when
 * much of it has been read, so memory does not grow with the number of questions.
 *
 * A struct symbols belongs to one thread at a time. What can't be read is one
 * line on stderr, and the rest goes on without.
 */
#ifndef UNSPIN_SYMBOLS_SYMBOLS_H
#define UNSPIN_SYMBOLS_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/name.h"

struct symbols;

/* The inlined calls around one instruction that are told; in between, the outermost are left out. */
#define FRAMES_MAX 16

/* An offset that nobody knows: the function is known, the place in it is not. */
#define NO_OFFSET UINT64_MAX

/* One function that an instruction belongs to. */
struct frame {
	name_t function; /* as the source calls it: without .isra.0, .constprop.1, .cold */
	name_t symbol;	 /* as the kernel calls it */
	name_t module;	 /* 0: the kernel itself */
	name_t file;	 /* from the root of the source tree where that is known; 0: unknown */
	uint32_t
		line; /* in @file, of the instruction or of the call to the next inner frame; 0: unknown */
	uint32_t column; /* 0: unknown */
	bool inlined;	 /* into the next frame; then @symbol, @offset and @size are 0 */
	uint64_t offset; /* bytes into @symbol, or NO_OFFSET */
	uint64_t size;	 /* bytes up to the next symbol, as the kernel counts; 0: unknown */
};

/* A place in the kernel's static data. */
struct datum {
	name_t symbol;
	name_t module; /* 0: the kernel itself */
	uint64_t offset, size;
};

struct symbols *symbols_new(void);
void symbols_free(struct symbols *s);

/*
 * Add what there is, in any order. False if nothing of it could be used; a line on stderr says why.
 *
 * @path: a copy of /proc/kallsyms (kernel/kallsyms.c, s_show()) or a System.map,
 * modules' symbols included. Addresses that the kernel hid (kernel.kptr_restrict) are of no use.
 */
bool symbols_add_kallsyms(struct symbols *s, const char *path);

/* @path: the kernel as an ELF file; DWARF 4 or 5 for lines. */
bool symbols_add_vmlinux(struct symbols *s, const char *path);

/*
 * @dir: *.ko (or *.ko.debug) files, in folders of any depth; links are not
 * followed. @proc_modules: a copy of /proc/modules, or NULL. Where kallsyms has a
 * module's symbols, they tell where it lies; else @proc_modules tells where its
 * text lies. Without either its addresses are unknown, but symbols_resolve_name() works.
 */
bool symbols_add_modules(struct symbols *s, const char *dir, const char *proc_modules);

/*
 * The running kernel is vmlinux moved up by @shift bytes (KERNELOFFSET of a
 * VMCOREINFO note, kernel/vmcore_info.c). Needed only without kallsyms.
 */
void symbols_set_shift(struct symbols *s, uint64_t shift);

/*
 * The frames of the instruction at @addr, the innermost inlined function first,
 * the function that really exists last; at most @max, which need not exceed FRAMES_MAX.
 * Returns their number, 0 if @addr is in no known function.
 */
unsigned symbols_resolve(struct symbols *s, uint64_t addr, struct frame *out, unsigned max);

/*
 * As symbols_resolve(), but @addr is where a call returns to, as in a stack
 * trace: lines and inlined functions are those of the call before it.
 */
unsigned symbols_resolve_return(struct symbols *s, uint64_t addr, struct frame *out, unsigned max);

/*
 * As symbols_resolve_return(), but the place is told by name, as the kernel prints it:
 * @function and @offset, or NO_OFFSET for just a name; the frame then tells where the
 * function begins. @size (0: unknown) and @module tell functions of one name apart. With
 * @module 0 it is the kernel's own, or else that of the only module which has one; for just a
 * name, which ftrace prints without the module, it must be the only one anywhere. Where that
 * leaves several, or none, the frame has a function and no file. Always 1 or more.
 */
unsigned symbols_resolve_name(struct symbols *s, name_t function, name_t module, uint64_t offset,
			      uint64_t size, struct frame *out, unsigned max);

/*
 * As symbols_resolve_name() for the text of a stack line (lib/vsprintf.c, %pS):
 * "func", "func+0x12/0x40", "func+0x12/0x40 [mod]". Blanks around it, the " => " of ftrace,
 * a "? " and a build id after the module are skipped. 0 if there is no name in it.
 */
unsigned symbols_resolve_text(struct symbols *s, const char *text, size_t len, struct frame *out,
			      unsigned max);

/* The running kernel's address of @name, which may be data; 0 if unknown or if several have it. */
uint64_t symbols_address(struct symbols *s, name_t name, name_t module);

/* Which static data holds @addr: for "which lock is this?". False if none does. */
bool symbols_datum(struct symbols *s, uint64_t addr, struct datum *out);

#endif
