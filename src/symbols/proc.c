// SPDX-License-Identifier: GPL-2.0-only
/* Readers of /proc/kallsyms and /proc/modules: see proc.h. */
#include "symbols/proc.h"

#include <string.h>

#include "symbols/words.h"

/* ---- kallsyms ---- */

/* nm(1)'s letters; false for what has no place at all. */
static bool kind_of_letter(char letter, enum symbol_kind *kind)
{
	switch (letter) {
	case 't':
	case 'T':
	case 'w': /* functions, in a kernel; weak objects are V */
	case 'W':
	case 'i':
		*kind = SYMBOL_TEXT;
		return true;
	case 'a':
	case 'A':
		*kind = SYMBOL_ABSOLUTE;
		return true;
	case 'U':
		return false;
	default:
		*kind = SYMBOL_DATA;
		return true;
	}
}

uint32_t kallsyms_parse(const char *text, size_t len, struct symtab *t, uint32_t *hidden)
{
	struct words all = { text, text + len }, line;
	uint32_t added = 0;

	*hidden = 0;
	while (words_line(&all, &line)) {
		struct words address = words_next(&line), letter = words_next(&line),
			     name = words_next(&line);
		struct words module = words_next(&line);
		struct symbol sym = { 0 };
		enum symbol_kind kind;

		if (!words_hex(address, &sym.address) || words_left(&letter) != 1 ||
		    !kind_of_letter(*letter.at, &kind) || !words_left(&name) ||
		    words_left(&name) >= KSYM_NAME_MAX)
			continue;
		if (!sym.address && kind != SYMBOL_ABSOLUTE) {
			++*hidden;
			continue;
		}
		sym.name = name_intern(name.at, words_left(&name));
		if (words_left(&module) > 2 && words_left(&module) < KSYM_NAME_MAX &&
		    *module.at == '[' && module.end[-1] == ']')
			sym.module = module_name(module.at + 1, words_left(&module) - 2);
		sym.kind = symbol_kind_by_name(name_str(sym.name), kind);
		sym.rank = sym.kind == SYMBOL_END;
		if (!symtab_add(t, &sym))
			break;
		added++;
	}
	return added;
}

/* ---- modules ---- */

name_t module_name(const char *s, size_t len)
{
	char buf[KSYM_NAME_MAX];

	if (len >= sizeof(buf))
		return 0;
	for (size_t i = 0; i < len; i++)
		buf[i] = s[i] == '-' ? '_' : s[i];
	return name_intern(buf, len);
}

uint32_t proc_modules_parse(const char *text, size_t len, struct loaded_modules *m)
{
	struct words all = { text, text + len }, line;
	uint32_t added = 0;

	while (words_line(&all, &line) && m->list.n < LOADED_MODULES_MAX) {
		struct loaded_module loaded = { 0 };
		struct words name = words_next(&line), size = words_next(&line);

		words_next(&line); /* references */
		words_next(&line); /* its users, comma separated */
		words_next(&line); /* Live, Loading, Unloading */
		if (!words_left(&name) || words_left(&name) >= KSYM_NAME_MAX ||
		    !words_decimal(size, &loaded.size) ||
		    !words_hex(words_next(&line), &loaded.base))
			continue;
		loaded.name = module_name(name.at, words_left(&name));
		*vec_push(&m->list) = loaded;
		added++;
	}
	return added;
}
