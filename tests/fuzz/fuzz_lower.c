// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes are parsed, lowered and dumped without a crash, a leak or a hang. */
#include "base/arena.h"
#include "base/strbuf.h"
#include "lower/lower.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct parser *parser;
	static struct arena scratch;
	static struct map verbatim;
	struct parse_stats stats = { 0 };
	struct strbuf dump = { 0 };
	struct parsed_file file;
	struct unit *u;

	if (!parser) {
		parser = parser_new();
		map_put(&verbatim, name_of("spin_lock_init"), NULL);
		map_put(&verbatim, name_of("f"), NULL);
	}
	arena_reset(&scratch);
	parse_file(parser, (const char *)data, size, &scratch, &file, &stats);
	u = lower_file(&file, name_of("fuzz.c"), &verbatim, &scratch);
	unit_dump(u, &dump);
	strbuf_free(&dump);
	unit_free(u);
	return 0;
}
