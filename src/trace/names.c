// SPDX-License-Identifier: GPL-2.0-only
/* Reads the embedded model/recordings.names and answers from it; each answer is remembered. */
#include "trace/names.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

enum what { LOCK_KIND, LOCK_NOVALIDATE, FRAME };

struct pattern {
	enum what what;
	int value; /* enum lock_kind, enum frame_role */
	const char *text;
	size_t len;
};

struct names {
	VEC(struct pattern) patterns;
	struct map known; /* hash_pair(what, name) → value + 1 */
};

/* * stands for any letters. */
static bool fits(const char *p, const char *end, const char *s)
{
	const char *star = NULL, *again = NULL;

	for (;;) {
		if (p < end && *p == '*') {
			star = ++p;
			again = s;
		} else if (p < end && *s && *p == *s) {
			p++;
			s++;
		} else if (p == end && !*s) {
			return true;
		} else if (star && *again) {
			p = star;
			s = ++again;
		} else {
			return false;
		}
	}
}

static bool word_is(const char *s, size_t len, const char *word)
{
	return strlen(word) == len && !memcmp(s, word, len);
}

static void read_line(struct names *n, const char *s, size_t len)
{
	size_t word = 0;
	struct pattern p = { 0 };

	while (word < len && s[word] != ' ')
		word++;
	if (!len || *s == '#' || word == len)
		return;
	p.text = s + word + 1;
	p.len = len - word - 1;
	if (word_is(s, word, "novalidate")) {
		p.what = LOCK_NOVALIDATE;
		p.value = 1;
	} else if (word_is(s, word, "inside")) {
		p.what = FRAME;
		p.value = FRAME_INSIDE;
	} else if (word_is(s, word, "entry")) {
		p.what = FRAME;
		p.value = FRAME_ENTRY;
	} else if (word_is(s, word, "caller")) {
		p.what = FRAME;
		p.value = FRAME_CALLER;
	} else {
		char kind[32] = "";

		if (word < sizeof(kind))
			memcpy(kind, s, word);
		p.what = LOCK_KIND;
		p.value = lock_kind_of(kind);
	}
	*vec_push(&n->patterns) = p;
}

struct names *names_new(void)
{
	struct names *n = xcalloc(1, sizeof(*n));

	for (unsigned i = 0; i < embedded_names_count; i++)
		for (const char *s = embedded_names[i].text, *end = s + embedded_names[i].len;
		     s < end;) {
			const char *eol = memchr(s, '\n', (size_t)(end - s));
			size_t len = (size_t)((eol ? eol : end) - s);

			read_line(n, s, len);
			s += len + 1;
		}
	return n;
}

void names_free(struct names *n)
{
	if (!n)
		return;
	vec_free(&n->patterns);
	map_free(&n->known);
	xfree(n);
}

static int ask(struct names *n, enum what what, name_t name)
{
	bool fresh;
	uint32_t *known = map_put(&n->known, hash_pair(what, name), &fresh);

	if (!fresh)
		return (int)*known;
	for (unsigned i = 0; i < n->patterns.n; i++) {
		const struct pattern *p = &n->patterns.at[i];

		if (p->what == what && fits(p->text, p->text + p->len, name_str(name))) {
			*known = (uint32_t)p->value;
			break;
		}
	}
	return (int)*known;
}

enum lock_kind names_kind(struct names *n, name_t name)
{
	return (enum lock_kind)ask(n, LOCK_KIND, name);
}

bool names_is_novalidate(struct names *n, name_t name)
{
	return ask(n, LOCK_NOVALIDATE, name);
}

enum frame_role names_frame(struct names *n, name_t function)
{
	return (enum frame_role)ask(n, FRAME, function);
}
