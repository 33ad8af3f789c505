// SPDX-License-Identifier: GPL-2.0-only
/* Did a kernel's configuration become what was asked for: see config.h. */
#include "boot/config.h"

#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/strbuf.h"
#include "boot/text.h"

/* Is there a line of @config that begins with the @len bytes at @start, and is no longer if @whole? */
static bool has_line(const char *config, const char *start, size_t len, bool whole)
{
	for (const char *p = config; *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (!strncmp(p, start, len) && (!whole || !p[len] || p[len] == '\n'))
			return true;
	return false;
}

bool config_line_holds(const char *config, const char *line)
{
	size_t len = strcspn(line, " \t\r\n"), name = strcspn(line, "=");

	if (strncmp(line, "CONFIG_", 7) || name >= len)
		return true;
	if (len - name == 2 && line[name + 1] == 'n')
		return !has_line(config, line, name + 1, false);
	return has_line(config, line, len, true);
}

bool config_holds(const char *config_path, const char *fragment)
{
	char *config = text_read(config_path), *lines = text_read(fragment), *rest = lines;
	struct strbuf lost = { 0 };
	bool good = config && lines;

	for (char *line; good && (line = strsep(&rest, "\n"));)
		if (!config_line_holds(config, line))
			strbuf_printf(&lost, " %s", line);
	if (lost.len) {
		diag("%s asks for what this kernel can't have together:%s", fragment,
		     strbuf_str(&lost));
		good = false;
	}
	strbuf_free(&lost);
	xfree(lines);
	xfree(config);
	return good;
}
