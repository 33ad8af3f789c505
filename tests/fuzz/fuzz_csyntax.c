// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer target: any bytes as a source file. The parser must come back in
 * linear time and bounded stack, and leave a tree that can be walked: dump.c
 * visits every node that lowering could.
 */
#include "base/arena.h"
#include "base/strbuf.h"
#include "csyntax/dump.h"
#include "csyntax/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct parser *parser;
	static struct arena arena;
	static struct strbuf tree;
	struct parse_stats stats = { 0 };
	struct parsed_file file;
	uint32_t line, col;

	if (!parser)
		parser = parser_new();
	parse_file(parser, (const char *)data, size, &arena, &file, &stats);
	for (const struct node *n = file.list; n; n = n->next)
		parsed_position(&file, n->pos, &line, &col);
	strbuf_clear(&tree);
	dump_list(&tree, file.list);
	arena_reset(&arena);
	return 0;
}
