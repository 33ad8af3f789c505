// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes on a serial console become a verdict; any text is looked for a fragment's lines. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "boot/config.h"
#include "boot/verdict.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct verdict v = { 0 };
	char *text = xasprintf("%.*s", (int)size, (const char *)data), *config = xstrdup(text);
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\n"));) {
		verdict_line(&v, line);
		config_line_holds(config, line);
	}
	if (verdict_exit_status(&v) == 0 && (v.complaints || v.status || !v.ended))
		abort();
	if (memchr(v.first, '\0', sizeof(v.first)) == NULL)
		abort();
	xfree(config);
	xfree(text);
	return 0;
}
