/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's own files. */
#ifndef UNSPIN_BOOT_GUEST_H
#define UNSPIN_BOOT_GUEST_H

#include "base/embedded.h"

extern const struct embedded embedded_guest_files[];
extern const unsigned embedded_guest_files_count;

#endif
