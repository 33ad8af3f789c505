/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernels for QEMU (x86_64), built from a source tree that is left as it is, and kept in
 * the cache: tinyconfig plus fragments of configuration.
 */
#ifndef UNSPIN_BOOT_KERNEL_H
#define UNSPIN_BOOT_KERNEL_H

#include <stdbool.h>

#include "base/alloc.h"
#include "base/strbuf.h"

struct kernel_options {
	const char *source;	     /* the tree */
	VEC(const char *) fragments; /* files; of two lines about one option the later counts */
};

/*
 * What a build depends on, as text: source, configuration, compiler. Two builds with one text are
 * the same. A tree is told by its path and the versions in its Makefile, so that
 * an edit of its other files is not seen. False after one line.
 */
bool kernel_key(const struct kernel_options *o, struct strbuf *key);

/* The version of the tree at @source, from its Makefile: "6.12.117"; NULL after one line. */
char *kernel_version(const char *source);

/*
 * The build directory of the kernel, from the cache or made now, which takes minutes. It has
 * .config, vmlinux, the image, and what modules are built against. To be freed; NULL
 * after one line.
 */
char *kernel_build(const struct kernel_options *o);

/* Where the image is, if @kernel is a build directory; @kernel itself if it is a file. To be freed. */
char *kernel_image(const char *kernel);

#endif
