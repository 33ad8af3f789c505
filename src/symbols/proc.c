// SPDX-License-Identifier: GPL-2.0-only
/* Readers of /proc/kallsyms and /proc/modules: see proc.h. */
#include "symbols/proc.h"

#include <string.h>

/* KSYM_NAME_LEN, include/linux/kallsyms.h */
#define LONGEST_NAME 512

/* ---- words of a line ---- */

struct cursor {
	const char *at, *end;
};

/* The next line without its newline; false at the end of the text or at a line that is cut off. */
static bool next_line(struct cursor *text, struct cursor *line)
{
	const char *newline = text->at < text->end
				      ? memchr(text->at, '\n', (size_t)(text->end - text->at))
				      : NULL;

	if (!newline)
		return false;
	*line = (struct cursor){ text->at, newline };
	text->at = newline + 1;
	return true;
}

/* The next word between blanks; empty at the line's end. */
static struct cursor word(struct cursor *line)
{
	struct cursor w;

	while (line->at < line->end && (*line->at == ' ' || *line->at == '\t'))
		line->at++;
	w = (struct cursor){ line->at, line->at };
	while (w.end < line->end && *w.end != ' ' && *w.end != '\t')
		w.end++;
	line->at = w.end;
	return w;
}

static size_t length(struct cursor w)
{
	return (size_t)(w.end - w.at);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/* All of @w as a number of at most 64 bits. */
static bool number(struct cursor w, unsigned base, uint64_t *out)
{
	*out = 0;
	if (w.at == w.end)
		return false;
	for (; w.at < w.end; w.at++) {
		unsigned d = (unsigned)digit(*w.at);

		if (d >= base || *out > (UINT64_MAX - d) / base)
			return false;
		*out = *out * base + d;
	}
	return true;
}

static bool hex_number(struct cursor w, uint64_t *out)
{
	if (length(w) > 2 && w.at[0] == '0' && w.at[1] == 'x')
		w.at += 2;
	return number(w, 16, out);
}

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
	struct cursor all = { text, text + len }, line;
	uint32_t added = 0;

	*hidden = 0;
	while (next_line(&all, &line)) {
		struct cursor address = word(&line), letter = word(&line), name = word(&line);
		struct cursor module = word(&line);
		struct symbol sym = { 0 };
		enum symbol_kind kind;

		if (!hex_number(address, &sym.address) || length(letter) != 1 ||
		    !kind_of_letter(*letter.at, &kind) || !length(name) ||
		    length(name) >= LONGEST_NAME)
			continue;
		if (!sym.address && kind != SYMBOL_ABSOLUTE) {
			++*hidden;
			continue;
		}
		sym.name = name_intern(name.at, length(name));
		if (length(module) > 2 && length(module) < LONGEST_NAME && *module.at == '[' &&
		    module.end[-1] == ']')
			sym.module = module_name(module.at + 1, length(module) - 2);
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
	char buf[LONGEST_NAME];

	if (len >= sizeof(buf))
		return 0;
	for (size_t i = 0; i < len; i++)
		buf[i] = s[i] == '-' ? '_' : s[i];
	return name_intern(buf, len);
}

uint32_t proc_modules_parse(const char *text, size_t len, struct loaded_modules *m)
{
	struct cursor all = { text, text + len }, line;
	uint32_t added = 0;

	while (next_line(&all, &line) && m->list.n < LOADED_MODULES_MAX) {
		struct loaded_module loaded = { 0 };
		struct cursor name = word(&line), size = word(&line);

		word(&line); /* references */
		word(&line); /* its users, comma separated */
		word(&line); /* Live, Loading, Unloading */
		if (!length(name) || length(name) >= LONGEST_NAME ||
		    !number(size, 10, &loaded.size) || !hex_number(word(&line), &loaded.base))
			continue;
		loaded.name = module_name(name.at, length(name));
		*vec_push(&m->list) = loaded;
		added++;
	}
	return added;
}
