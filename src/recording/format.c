// SPDX-License-Identifier: GPL-2.0-only
/* Reads the text of event formats. */
#include <string.h>

#include "recording/format.h"

/* A piece of the text. */
struct span {
	const char *s;
	size_t n;
};

static bool starts(struct span t, const char *prefix, struct span *rest)
{
	size_t n = strlen(prefix);

	if (t.n < n || memcmp(t.s, prefix, n))
		return false;
	*rest = (struct span){ t.s + n, t.n - n };
	return true;
}

/* Cut the part before @stop off @t; all of it if there is no @stop. */
static struct span cut(struct span *t, char stop)
{
	const char *p = t->n ? memchr(t->s, stop, t->n) : NULL;
	size_t n = p ? (size_t)(p - t->s) : t->n;
	struct span part = { t->s, n };

	t->s += n + (p != NULL);
	t->n -= n + (p != NULL);
	return part;
}

static struct span trim(struct span t)
{
	while (t.n && (*t.s == ' ' || *t.s == '\t')) {
		t.s++;
		t.n--;
	}
	while (t.n && (t.s[t.n - 1] == ' ' || t.s[t.n - 1] == '\t' || t.s[t.n - 1] == '\r'))
		t.n--;
	return t;
}

/* A decimal number that fits in 24 bits, which is more than any record has bytes. */
static bool number(struct span t, uint32_t *out)
{
	uint32_t v = 0;

	if (!t.n || t.n > 7)
		return false;
	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] < '0' || t.s[i] > '9')
			return false;
		v = v * 10 + (uint32_t)(t.s[i] - '0');
	}
	*out = v;
	return true;
}

/* "const char * name", "char comm[16]", "__data_loc char[] name": the name and the kind */
static void declaration(struct span t, struct format_field *f)
{
	struct span rest;
	size_t from;
	bool array = false;

	f->kind = FIELD_NUMBER;
	if (starts(t, "__data_loc ", &rest))
		f->kind = FIELD_DATA_LOC;
	else if (starts(t, "__rel_loc ", &rest))
		f->kind = FIELD_REL_LOC;
	if (t.n && t.s[t.n - 1] == ']') {
		while (t.n && t.s[t.n - 1] != '[')
			t.n--;
		if (t.n)
			t.n--;
		array = true;
	}
	from = t.n;
	while (from && t.s[from - 1] != ' ' && t.s[from - 1] != '*')
		from--;
	f->name = t.s + from;
	f->name_len = (uint32_t)(t.n - from);
	if (f->kind == FIELD_NUMBER && array && !f->size)
		f->kind = FIELD_REST;
}

/* "field:unsigned int flags;\toffset:8;\tsize:4;\tsigned:0;" behind its first colon */
static bool field(struct span line, struct format_field *f)
{
	struct span decl = trim(cut(&line, ';')), rest;
	bool placed = false, sized = false;

	while (line.n) {
		struct span part = trim(cut(&line, ';'));

		if (starts(part, "offset:", &rest))
			placed = number(rest, &f->offset);
		else if (starts(part, "size:", &rest))
			sized = number(rest, &f->size);
	}
	declaration(decl, f);
	return placed && sized && f->name_len;
}

bool format_parse(const char *text, size_t len, struct event_format *out)
{
	struct span t = { text, len }, rest;
	bool id = false;

	out->name_len = 0;
	out->nfields = 0;
	while (t.n) {
		struct span line = trim(cut(&t, '\n'));

		if (starts(line, "name:", &rest)) {
			rest = trim(rest);
			out->name = rest.s;
			out->name_len = (uint32_t)rest.n;
		} else if (starts(line, "ID:", &rest)) {
			id = number(trim(rest), &out->id);
		} else if (starts(line, "field:", &rest)) {
			if (out->nfields < FORMAT_FIELDS_MAX &&
			    field(rest, &out->fields[out->nfields]))
				out->nfields++;
		} else if (starts(line, "print fmt:", &rest)) {
			break;
		}
	}
	return id && out->name_len;
}

const struct format_field *format_field(const struct event_format *f, const char *name)
{
	size_t n = strlen(name);

	for (unsigned i = 0; i < f->nfields; i++)
		if (f->fields[i].name_len == n && !memcmp(f->fields[i].name, name, n))
			return &f->fields[i];
	return NULL;
}
