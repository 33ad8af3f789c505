// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking the lines of a model file apart: see line.h.
 *
 * A line is copied without its comment and with its continuation lines joined,
 * then cut into words in place. Blanks part words except inside (…) and "…".
 */
#include "model/line.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"

static const struct {
	const char *name;
	bool is_flag;
	bool twice;
} key_text[K_N] = {
	[K_ACQUIRE] = { "acquire", false, false },
	[K_ARG] = { "arg", false, false },
	[K_ATOMIC] = { "atomic", true, false },
	[K_BH] = { "bh", false, false },
	[K_CTX] = { "ctx", false, false },
	[K_FOR] = { "for", false, false },
	[K_GFP] = { "gfp", false, false },
	[K_HARD] = { "hard", false, false },
	[K_HELD] = { "held", false, false },
	[K_HOLDS] = { "holds", false, true },
	[K_IRQS] = { "irqs", false, false },
	[K_KIND] = { "kind", false, false },
	[K_LINE] = { "line", false, false },
	[K_LOCK] = { "lock", false, false },
	[K_MAY_FAIL] = { "may-fail", true, false },
	[K_MAYBE] = { "maybe", true, false },
	[K_MEMBER] = { "member", false, false },
	[K_MODE] = { "mode", false, false },
	[K_NAMED] = { "named", false, true },
	[K_NEST] = { "nest", false, false },
	[K_NOW] = { "now", true, false },
	[K_OBJECT] = { "object", false, false },
	[K_OK] = { "ok", false, false },
	[K_ON] = { "on", false, false },
	[K_ORDERED] = { "ordered", true, false },
	[K_PHASE] = { "phase", false, false },
	[K_PREEMPT] = { "preempt", false, false },
	[K_RELEASE] = { "release", false, false },
	[K_RUN] = { "run", false, false },
	[K_SUBCLASS] = { "subclass", false, false },
	[K_TRY] = { "try", true, false },
	[K_UNLESS] = { "unless", false, true },
	[K_UNLESS_UNIT] = { "unless-unit", false, true },
	[K_WEAK] = { "weak", true, false },
	[K_WHEN] = { "when", false, true },
};

const char *key_name(enum key k)
{
	return key_text[k].name;
}

bool line_error(const struct line *l, const char *fmt, ...)
{
	char what[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	diag("%s:%u: %s", l->file, l->no, what);
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* One physical line onto @l's text, without comment; true if a \ says that it goes on. */
static bool take_physical(struct line_input *in, struct line *l)
{
	const char *nl = memchr(in->at, '\n', in->left);
	size_t len = nl ? (size_t)(nl - in->at) : in->left;
	size_t used = 0;
	bool quoted = false, more = false;

	for (; used < len && (quoted || in->at[used] != '#'); used++)
		quoted ^= in->at[used] == '"';
	if (used == len) {
		while (used && is_blank(in->at[used - 1]))
			used--;
		if (used && in->at[used - 1] == '\\') {
			more = true;
			used--;
		}
	}
	strbuf_add(&l->text, in->at, used);
	strbuf_puts(&l->text, " ");
	in->at += len + (nl != NULL);
	in->left -= len + (nl != NULL);
	in->no++;
	return more;
}

static bool is_printable(const char *s, size_t len)
{
	for (; len; len--, s++) {
		unsigned char c = (unsigned char)*s;

		if (c == 0x7f || (c < 0x20 && !is_blank(*s)))
			return false;
	}
	return true;
}

/* The next word at *@p, quotes taken out; NULL at the end or with *@bad at an open " or (. */
static char *next_word(char **p, const char **bad)
{
	char *s = *p, *to;
	bool quoted = false, paren = false;

	while (is_blank(*s))
		s++;
	if (!*s)
		return NULL;

	char *word = to = s;

	for (; *s && (quoted || paren || !is_blank(*s)); s++) {
		if (*s == '"') {
			quoted = !quoted;
			continue;
		}
		if (!quoted && *s == '(')
			paren = true;
		if (!quoted && *s == ')')
			paren = false;
		*to++ = *s;
	}
	if (quoted || paren)
		*bad = quoted ? "a \" is not closed" : "a ( is not closed";
	*p = *s ? s + 1 : s;
	*to = '\0';
	return *bad ? NULL : word;
}

static bool is_identifier(const char *s)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
	size_t len = strlen(s);

	return len && len <= 127 && !(*s >= '0' && *s <= '9') && strspn(s, allowed) == len;
}

/* A name of an API or of STRUCT.MEMBER, each of which may be or end with *. */
static bool is_name(char *s)
{
	char *dot = strchr(s, '.');
	bool ok = true;

	if (dot)
		*dot = '\0';

	char *last = dot ? dot + 1 : s;
	size_t len = strlen(last);

	if (dot)
		ok = is_identifier(s);
	if (ok && len && last[len - 1] == '*') {
		last[len - 1] = '\0';
		ok = (dot && len == 1) || is_identifier(last);
		last[len - 1] = '*';
	} else {
		ok = ok && is_identifier(last);
	}
	if (dot)
		*dot = '.';
	return ok;
}

static bool read_params(struct line *l, char *s)
{
	for (char *comma; *s; s = comma) {
		comma = s + strcspn(s, ",");
		if (*comma)
			*comma++ = '\0';
		while (is_blank(*s))
			s++;

		size_t len = strlen(s);

		while (len && is_blank(s[len - 1]))
			s[--len] = '\0';
		if (!strcmp(s, "...")) {
			if (*comma)
				return line_error(l, "... is not the last parameter");
			continue;
		}
		if (!len && !*comma && !l->nparams)
			continue; /* F() */
		if (!is_identifier(s))
			return line_error(l, "parameter '%s' is not an identifier", s);
		if (l->nparams == MAX_PARAMS)
			return line_error(l, "more than %u parameters", MAX_PARAMS);
		l->params[l->nparams++] = s;
	}
	return true;
}

static bool read_names(struct line *l, char *word)
{
	char *paren = strchr(word, '(');

	if (paren) {
		char *close = strchr(paren, ')');

		if (!close || close[1])
			return line_error(l, "'%s' is not NAME(PARAMETERS)", word);
		*paren++ = *close = '\0';
		if (!read_params(l, paren))
			return false;
		if (!*word && l->names.n)
			return true; /* the (…) of the names before it */
	}
	for (char *bar; word; word = bar) {
		bar = strchr(word, '|');
		if (bar)
			*bar++ = '\0';
		if (!is_name(word))
			return line_error(l, "'%s' is not a name", word);
		*vec_push(&l->names) = word;
	}
	return true;
}

/* KEY=VALUE or FLAG; *@known is cleared if the word is neither. */
static bool read_key(struct line *l, char *word, bool *known)
{
	char *eq = strchr(word, '=');
	size_t len = eq ? (size_t)(eq - word) : strlen(word);

	for (unsigned k = 0; k < K_N; k++) {
		const char *name = key_text[k].name;

		if (strlen(name) != len || memcmp(name, word, len) != 0)
			continue;
		if (key_text[k].is_flag == (eq != NULL))
			return line_error(l,
					  key_text[k].is_flag ? "'%s' takes no value"
							      : "'%s' needs a value",
					  name);
		if (eq && !eq[1])
			return line_error(l, "'%s' needs a value", name);
		if (l->keys >> k & 1) {
			if (!key_text[k].twice || l->second[k])
				return line_error(l, "'%s' is given too often", name);
			l->second[k] = eq + 1;
		} else {
			l->keys |= UINT64_C(1) << k;
			l->val[k] = eq ? eq + 1 : "";
		}
		return true;
	}
	*known = false;
	return true;
}

static enum line_status read_words(struct line *l)
{
	char *p = l->text.s, *word;
	const char *bad = NULL;
	bool closed = false; /* the parameters have been read */

	while ((word = next_word(&p, &bad))) {
		bool known = true;

		if (!l->verb) {
			l->verb = word;
			continue;
		}
		if (l->names.n && !read_key(l, word, &known))
			return LINE_BAD;
		if (l->names.n && known)
			continue;
		if (l->keys || strchr(word, '=')) {
			line_error(l, "unknown key '%s'", word);
			return LINE_BAD;
		}
		if (closed) {
			line_error(l, "unknown flag '%s'", word);
			return LINE_BAD;
		}
		closed = strchr(word, '(');
		if (!read_names(l, word))
			return LINE_BAD;
	}
	if (bad) {
		line_error(l, "%s", bad);
		return LINE_BAD;
	}
	if (!l->verb)
		return LINE_END;
	if (!l->names.n) {
		line_error(l, "'%s' names nothing", l->verb);
		return LINE_BAD;
	}
	return LINE_OK;
}

enum line_status line_read(struct line_input *in, struct line *l)
{
	while (in->left) {
		vec_clear(&l->names);
		strbuf_clear(&l->text);
		l->verb = NULL;
		l->nparams = 0;
		l->keys = 0;
		memset(l->second, 0, sizeof(l->second));
		l->no = in->no + 1;
		while (take_physical(in, l) && in->left)
			;
		if (!is_printable(l->text.s, l->text.len)) {
			line_error(l, "this is not text");
			return LINE_BAD;
		}

		enum line_status status = read_words(l);

		if (status != LINE_END)
			return status;
	}
	return LINE_END;
}

void line_free(struct line *l)
{
	vec_free(&l->names);
	strbuf_free(&l->text);
}
