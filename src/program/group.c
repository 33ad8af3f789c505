// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that belong together: those that share a private header, directly or
 * through others. A driver of many files has at least one such header, and two
 * drivers that only know the kernel's own headers have none in common.
 */
#include <string.h>

#include "base/alloc.h"
#include "program/symbols.h"

/* The kernel's headers for everybody: include/, arch/NAME/include/. */
static bool is_public(const char *path)
{
	return !strncmp(path, "include/", 8) ||
	       (!strncmp(path, "arch/", 5) && strstr(path, "/include/"));
}

static uint32_t find(uint32_t *of, uint32_t i)
{
	while (of[i] != i)
		i = of[i] = of[of[i]];
	return i;
}

uint32_t *groups_build(const struct program *p, const uint32_t *const *includes)
{
	uint32_t n = p->table.nunits;
	uint32_t *of = xcalloc(n + 1, sizeof(*of));

	for (uint32_t i = 0; i < n; i++)
		of[i] = i;
	for (uint32_t i = 0; i < n; i++) {
		if (is_public(name_str(p->places[i].path)))
			continue;
		for (const uint32_t *l = includes[i]; l && *l != UINT32_MAX; l++) {
			uint32_t a = find(of, i), b = find(of, *l);

			if (a != b && !is_public(name_str(p->places[*l].path)))
				of[a > b ? a : b] = a > b ? b : a;
		}
	}
	for (uint32_t i = 0; i < n; i++)
		of[i] = find(of, i);
	return of;
}

uint32_t program_group(const struct program *p, uint32_t unit)
{
	return p->groups[unit];
}
