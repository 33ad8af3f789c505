/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The modules of a kernel: their files by name, opened when asked for, and where
 * a running kernel put their sections.
 */
#ifndef UNSPIN_SYMBOLS_MODULES_H
#define UNSPIN_SYMBOLS_MODULES_H

#include "symbols/image.h"
#include "symbols/proc.h"
#include "symbols/symtab.h"

struct modules;

struct modules *modules_new(void);
void modules_free(struct modules *m);

/* Note the *.ko and *.ko.debug files below @dir; a later one of a name replaces the earlier. Their number. */
unsigned modules_scan(struct modules *m, const char *dir);

/* Note which modules were loaded, and where; the number of lines understood. */
unsigned modules_add_loaded(struct modules *m, const char *text, size_t len);

/* Where the running kernel's symbols are; module addresses are worked out from them. May be NULL. */
void modules_use_kallsyms(struct modules *m, const struct symtab *kallsyms);

/* The module's file, NULL if there is none or it can't be read; valid until the next call of a function here. */
struct image *modules_image(struct modules *m, name_t module);

/* The module whose memory @addr lies in as /proc/modules tells; 0: none. */
name_t modules_at(const struct modules *m, uint64_t addr);

/* Where in its file's image @addr of the running kernel lies; false if that is not known. */
bool modules_to_image(struct modules *m, name_t module, uint64_t addr, struct image **image,
		      uint64_t *image_addr);

/* The address in the running kernel of section @section + @offset; 0 if not known. */
uint64_t modules_to_running(struct modules *m, name_t module, unsigned section, uint64_t offset);

/*
 * The only module with a function @name: of those loaded, if that is known, else of all. *@several
 * tells that more than one has it; then, and if none has it, 0.
 */
name_t modules_with_function(struct modules *m, name_t name, bool *several);

#endif
