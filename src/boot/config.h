/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Did a kernel's configuration become what was asked for? Kconfig drops without a word what
 * has an unmet dependency, and a kernel without BUG, say, is silent about what it should report.
 */
#ifndef UNSPIN_BOOT_CONFIG_H
#define UNSPIN_BOOT_CONFIG_H

#include <stdbool.h>

/*
 * Does the text of a .config hold @line of a fragment ("CONFIG_X=value"; "CONFIG_X=n" for what is
 * not set)? Other lines (comments) hold always.
 */
bool config_line_holds(const char *config, const char *line);

/* Do all lines of the file @fragment? False after one line that names those that don't. */
bool config_holds(const char *config_path, const char *fragment);

#endif
