/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel modules from source, by kbuild, against a kernel that was built or whose headers are installed. */
#ifndef UNSPIN_BOOT_MODULE_H
#define UNSPIN_BOOT_MODULE_H

#include <stdbool.h>

/*
 * Build the modules of the folder @source, which has a Kbuild or Makefile for it, in @out, a
 * folder that must not be there yet and becomes a copy of @source: the source stays clean. @kernel
 * is a build directory. What make says goes to stderr. False after one line.
 */
bool module_build(const char *kernel, const char *source, const char *out);

#endif
