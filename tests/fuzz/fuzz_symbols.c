// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes are read as /proc/kallsyms, as /proc/modules and as a stack line, and the table can be asked. */
#include "symbols/proc.h"
#include "symbols/stackline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct loaded_modules loaded = { 0 };
	struct symtab t = { 0 };
	struct stack_line line;
	uint64_t told;
	uint32_t hidden;

	kallsyms_parse((const char *)data, size, &t, &hidden);
	symtab_ready(&t);
	for (uint32_t i = 0; i < t.list.n; i++) {
		const struct symbol *sym = NULL;

		symtab_at(&t, t.list.at[i].address + 1, &told);
		while ((sym = symtab_named(&t, t.list.at[i].name, sym)) && sym != &t.list.at[i])
			;
		if (!sym)
			__builtin_trap(); /* each symbol is in its name's chain */
	}
	symtab_free(&t);
	proc_modules_parse((const char *)data, size, &loaded);
	vec_free(&loaded.list);
	stack_line_parse((const char *)data, size, &line);
	return 0;
}
