// SPDX-License-Identifier: GPL-2.0-only
/* Evidence to and from its lines: see told.h. */
#include "graphfile/told.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "graphfile/field.h"

/* More steps than any front end tells. */
#define MOST_STEPS 4096u

/* ---- writing ---- */

static const char *on_off(int state)
{
	return state < 0 ? NULL : state ? "on" : "off";
}

static void put_number(struct strbuf *b, uint32_t n)
{
	strbuf_printf(b, "\t%u", n);
}

static void put_step(struct strbuf *b, const struct story_step *s)
{
	strbuf_puts(b, s->expanded ? "macro" : "step");
	field_put(b, name_str(s->file));
	strbuf_printf(b, ":%u:%u", s->line, s->col);
	field_put(b, name_str(s->function));
	field_put(b, s->what);
	strbuf_puts(b, "\n");
}

void told_put(struct strbuf *b, const struct told *t)
{
	const struct evidence *why = &t->why;
	const struct story *s = &t->story;

	strbuf_puts(b, "why");
	field_put(b, confidence_name(why->conf));
	put_number(b, why->length);
	field_put(b, name_str(why->function));
	field_put_key(b, "doubt", t->reason);
	field_put_key(b, why->config_off ? "unless" : "if", name_str(why->config));
	field_put_key(b, "party", name_str(why->party));
	field_put_key(b, "context", s->ctx == LC_UNKNOWN ? NULL : lock_ctx_name(s->ctx));
	field_put_key(b, "hardirqs", on_off(s->irqs_on));
	field_put_key(b, "softirqs", on_off(s->bh_on));
	field_put_key(b, "root", s->root);
	field_put_key(b, "since", s->why_irqs);
	strbuf_puts(b, "\n");
	for (unsigned i = 0; i < s->nsteps; i++)
		put_step(b, &s->steps[i]);
}

int told_cmp(const struct evidence *a, const char *a_text, const struct evidence *b,
	     const char *b_text)
{
	if (a->conf != b->conf)
		return a->conf < b->conf ? -1 : 1;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return strcmp(a_text, b_text);
}

/* ---- reading ---- */

/* What is not as told_put() writes it shows when the result is written again; so no more is asked here. */

static uint32_t number(const char *s)
{
	uint64_t n = 0;

	for (; *s >= '0' && *s <= '9' && n <= UINT32_MAX; s++)
		n = n * 10 + (unsigned)(*s - '0');
	return (uint32_t)n;
}

static void take_key(struct told *t, const char *field)
{
	const char *eq = strchr(field, '='), *text = eq ? eq + 1 : "";
	size_t len = eq ? (size_t)(eq - field) : 0;
	bool on = !strcmp(text, "on");
	struct evidence *why = &t->why;
	struct story *s = &t->story;

#define KEY(k) (len == sizeof(k) - 1 && !memcmp(field, k, len))
	if (KEY("doubt")) {
		t->reason = text;
	} else if (KEY("if") || KEY("unless")) {
		why->config = name_of(text);
		why->config_off = KEY("unless");
	} else if (KEY("party")) {
		why->party = name_of(text);
	} else if (KEY("context")) {
		unsigned c = 0;

		while (c + 1 < LC_N && strcmp(lock_ctx_name(c), text))
			c++;
		s->ctx = c;
	} else if (KEY("hardirqs")) {
		s->irqs_on = on;
	} else if (KEY("softirqs")) {
		s->bh_on = on;
	} else if (KEY("root")) {
		s->root = text;
	} else if (KEY("since")) {
		s->why_irqs = text;
	}
#undef KEY
}

static bool take_why(const char **at, struct arena *a, struct told *t)
{
	const char *conf = field_get(at, a), *length = field_get(at, a);
	const char *function = field_get(at, a), *key;
	unsigned c = 0;

	if (!conf || !length || !function)
		return false;
	while (c < CONF_N && strcmp(confidence_name(c), conf))
		c++;
	t->why.conf = (uint8_t)(c < CONF_N ? c : CONF_LOW);
	t->why.length = (uint16_t)number(length);
	t->why.function = name_of(function);
	while ((key = field_get(at, a)))
		take_key(t, key);
	return true;
}

/* FILE:LINE:COLUMN, where the file's name may have colons too. */
static bool take_place(char *place, struct story_step *s)
{
	char *col = strrchr(place, ':'), *line;

	if (!col)
		return false;
	*col++ = '\0';
	line = strrchr(place, ':');
	if (!line)
		return false;
	*line++ = '\0';
	s->file = name_of(place);
	s->line = number(line);
	s->col = number(col);
	return true;
}

static bool take_step(const char **at, struct arena *a, bool expanded, struct story_step *s)
{
	char *place = field_get(at, a);
	const char *function = field_get(at, a), *what = field_get(at, a);

	if (!place || !function || !what || !take_place(place, s))
		return false;
	s->function = name_of(function);
	s->what = what;
	s->expanded = expanded;
	return true;
}

static unsigned count_lines(const char *s)
{
	unsigned n = 0;

	for (; (s = strchr(s, '\n')); s++)
		n++;
	return n;
}

bool told_get(const char *text, struct arena *a, struct told *t)
{
	unsigned lines = count_lines(text);
	struct story *s = &t->story;
	const char *at = text, *word;
	bool well;

	*t = (struct told){ .story = { .irqs_on = -1, .bh_on = -1 } };
	if (!lines || lines > MOST_STEPS)
		return false;
	s->steps = arena_array(a, struct story_step, lines);
	for (unsigned i = 0; i < lines; i++) {
		word = field_get(&at, a);
		if (!word)
			return false;
		well = !i ? !strcmp(word, "why") && take_why(&at, a, t)
			  : take_step(&at, a, !strcmp(word, "macro"), &s->steps[s->nsteps++]);
		if (!well || *at++ != '\n')
			return false;
	}

	struct strbuf again = { 0 };

	told_put(&again, t);
	well = !*at && !strcmp(strbuf_str(&again), text);
	strbuf_free(&again);
	return well;
}
