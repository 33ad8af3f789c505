// SPDX-License-Identifier: GPL-2.0-only
/*
 * The -I folders that a Makefile gives to the compiler.
 *
 * Kbuild makefiles add them in ccflags-y, subdir-ccflags-y, cflags-y, CFLAGS_x.o
 * and the like. No make is run and no condition judged: every word that starts
 * with -I counts, on whatever line, and a folder too many does no harm, since
 * these are looked into only when the kernel's own have nothing. Variables that
 * the same file sets plainly (X := $(src)/../include) are followed; words with
 * anything harder in them are passed over.
 */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "program/finder.h"
#include "program/makefile.h"
#include "program/path.h"

#define MAX_NESTED 8 /* variables in variables */

struct variable {
	struct span name, value;
};

struct makefile {
	const struct folder *at;
	VEC(struct variable) vars;
	name_vec flags;
};

bool makefile_line(char **s, char *end, struct span *line)
{
	char *at = *s;

	if (at >= end)
		return false;
	for (;;) {
		char *eol = memchr(at, '\n', (size_t)(end - at));

		if (!eol || eol == *s || eol[-1] != '\\') {
			line->s = *s;
			line->len = (size_t)((eol ? eol : end) - *s);
			*s = eol ? eol + 1 : end;
			return true;
		}
		eol[-1] = eol[0] = ' ';
		at = eol + 1;
	}
}

/* "NAME = value", "NAME := value", "export NAME ?= value" */
static void note_variable(struct makefile *m, struct span line)
{
	const char *eq = memchr(line.s, '=', line.len), *name = line.s, *end = eq;

	if (!eq)
		return;
	while (end > name && strchr(":?+ \t", end[-1]))
		end--;
	while (name < end && (*name == ' ' || *name == '\t'))
		name++;
	if (end - name > 7 && !memcmp(name, "export ", 7))
		name += 7;
	for (const char *c = name; c < end; c++)
		if (*c == ' ' || *c == '$' || *c == ':' || *c == '#')
			return;

	const char *value = eq + 1, *stop = line.s + line.len;

	while (value < stop && (*value == ' ' || *value == '\t'))
		value++;
	while (stop > value && (stop[-1] == ' ' || stop[-1] == '\t' || stop[-1] == '\r'))
		stop--;
	*vec_push(&m->vars) = (struct variable){ { name, (size_t)(end - name) },
						 { value, (size_t)(stop - value) } };
}

static bool is(struct span a, const char *s)
{
	return a.len == strlen(s) && !memcmp(a.s, s, a.len);
}

/*
 * Append @word to @out with its variables replaced; false if one is unknown or
 * there is more than a variable in $(…). A path that begins anew in the middle,
 * as in $(srctree)/$(src) where $(src) is absolute here, replaces what stood before it.
 */
static bool expand(const struct makefile *m, struct span word, struct strbuf *out, unsigned depth)
{
	for (size_t i = 0; i < word.len; i++) {
		struct span var = { word.s + i + 2, 0 };

		if (word.s[i] != '$') {
			strbuf_add(out, word.s + i, 1);
			continue;
		}
		if (i + 1 >= word.len || (word.s[i + 1] != '(' && word.s[i + 1] != '{'))
			return false;

		char close = word.s[i + 1] == '(' ? ')' : '}';

		while (i + 2 + var.len < word.len && var.s[var.len] != close)
			var.len++;
		if (i + 2 + var.len >= word.len)
			return false;
		i += 2 + var.len;

		if (is(var, "srctree") || is(var, "src") || is(var, "obj") || is(var, "PWD") ||
		    is(var, "M") || is(var, "KBUILD_EXTMOD") || is(var, "CURDIR")) {
			bool own = is(var, "src") || is(var, "obj");

			strbuf_clear(out);
			strbuf_puts(out, name_str(own ? m->at->real : m->at->top));
			continue;
		}

		const struct variable *v = NULL;

		for (unsigned k = 0; k < m->vars.n; k++)
			if (m->vars.at[k].name.len == var.len &&
			    !memcmp(m->vars.at[k].name.s, var.s, var.len))
				v = &m->vars.at[k];
		if (!v || depth == MAX_NESTED || memchr(v->value.s, ' ', v->value.len) ||
		    !expand(m, v->value, out, depth + 1))
			return false;
	}
	return true;
}

static void add_flag(struct makefile *m, struct span word)
{
	struct strbuf text = { 0 };
	char path[PATH_MAX];

	if (word.len && expand(m, word, &text, 0) && text.len) {
		/* a relative path is the tree's, since make runs there; or was meant for the folder */
		const char *bases[] = { name_str(m->at->top), name_str(m->at->real) };

		for (unsigned i = 0; i < ARRAY_SIZE(bases); i++)
			if (path_join(path, bases[i], strbuf_str(&text), true) &&
			    is_directory(path)) {
				name_t real = real_name(path);

				if (real)
					*vec_push(&m->flags) = real;
				break;
			}
	}
	strbuf_free(&text);
}

static void read_line(struct makefile *m, struct span line)
{
	const char *s = line.s, *end = s + line.len;
	bool wanted = false; /* the word before was a bare -I */

	while (s < end) {
		const char *start;
		unsigned depth = 0;

		while (s < end && strchr(" \t\r=,", *s))
			s++;
		start = s;
		/* blanks inside $(…) do not end a word */
		for (; s < end && (depth || !strchr(" \t\r", *s)); s++) {
			if (*s == '#' && s == start)
				return;
			if (*s == '(' || *s == '{')
				depth++;
			if ((*s == ')' || *s == '}') && depth)
				depth--;
			if (*s == '=' && !depth) {
				s++;
				break;
			}
		}

		struct span word = { start, (size_t)(s - start) };

		if (wanted) {
			add_flag(m, word);
			wanted = false;
		} else if (word.len >= 2 && !memcmp(word.s, "-I", 2)) {
			wanted = word.len == 2;
			if (!wanted)
				add_flag(m, (struct span){ word.s + 2, word.len - 2 });
		}
	}
}

void makefile_read_flags(struct finder *f, uint32_t n)
{
	static const char *const names[] = { "Kbuild", "Makefile" };
	struct makefile m = { .at = &f->folders.at[n] };
	struct span line;

	f->folders.at[n].has_flags = true;
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++) {
		char path[PATH_MAX], *s, *end;

		if (!path_join(path, name_str(m.at->real), names[i], false) ||
		    read_file(path, LARGEST_MAKEFILE, &f->text) != READ_OK || !f->text.len ||
		    !memmem(f->text.at, f->text.len, "-I", 2))
			continue;
		vec_clear(&m.vars);
		end = f->text.at + f->text.len;
		for (s = f->text.at; makefile_line(&s, end, &line);)
			note_variable(&m, line);
		for (s = f->text.at; makefile_line(&s, end, &line);)
			read_line(&m, line);
	}
	vec_free(&m.vars);
	f->folders.at[n].flags = m.flags;
}
