/* SPDX-License-Identifier: GPL-2.0-only */
/* The shipped model files, as tools/embed.py puts them into the program. */
#ifndef UNSPIN_MODEL_EMBEDDED_H
#define UNSPIN_MODEL_EMBEDDED_H

#include <stddef.h>

struct embedded_model {
	const char *name; /* "model/locks.model", for messages */
	const char *text; /* NUL-terminated, too */
	size_t len;
};

extern const struct embedded_model embedded_models[];
extern const unsigned embedded_model_count;

#endif
