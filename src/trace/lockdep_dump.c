// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/lockdep and /proc/lockdep_chains: see lockdep_dump.h. */
#include "trace/lockdep_dump.h"

#include <string.h>

#include "base/diag.h"
#include "recording/lines.h"
#include "recording/scan.h"

#define NO_CLASS UINT32_MAX

struct reading {
	struct lockdep_dump *dump;
	struct lines lines;
	uint32_t class;	 /* whose "->" lines follow, or NO_CLASS */
	bool in_chain;	 /* its locks follow */
	uint64_t useful; /* lines */
};

static struct lockdep_place here(const struct reading *r)
{
	return (struct lockdep_place){ r->dump->files.n - 1, (uint32_t)r->lines.number };
}

/* The class of that name, added if new; NO_CLASS if there is no room, or no name. */
static uint32_t class_of(struct reading *r, const char *name, const char *end)
{
	struct lockdep_dump *d = r->dump;
	size_t len = (size_t)(end - name);
	name_t n;
	uint32_t *at;

	if (!len || len > LOCKDEP_NAME_MAX)
		return NO_CLASS;
	n = name_intern(name, len);
	at = map_get(&d->by_name, n);
	if (at)
		return *at;
	if (d->classes.n == LOCKDEP_CLASSES_MAX)
		return NO_CLASS;
	*map_put(&d->by_name, n, NULL) = d->classes.n;
	*vec_push(&d->classes) = (struct lockdep_class){ .name = n, .place = here(r) };
	return d->classes.n - 1;
}

/* A class's key: its address, or what the kernel shows instead. */
static bool skip_key(char **p)
{
	uint64_t key;

	if (skip_text(p, "(____ptrval____)"))
		return true;
	skip_text(p, "0x");
	return scan_hex(p, &key);
}

/*
 * The four usage characters, get_usage_chars() of kernel/locking/lockdep.c: hardirq and its
 * read form, softirq and its read form.
 */
static bool scan_usage(char **p, uint8_t *usage)
{
	static const struct {
		enum usage_bit used, enabled;
	} bits[] = {
		{ USED_IN_HARDIRQ, ENABLED_HARDIRQ },
		{ USED_IN_HARDIRQ_READ, ENABLED_HARDIRQ_READ },
		{ USED_IN_SOFTIRQ, ENABLED_SOFTIRQ },
		{ USED_IN_SOFTIRQ_READ, ENABLED_SOFTIRQ_READ },
	};
	unsigned found = 0;
	char *s = *p;

	for (unsigned i = 0; i < ARRAY_SIZE(bits); i++, s++) {
		if (*s == '-' || *s == '?')
			found |= 1u << bits[i].used;
		if (*s == '+' || *s == '?')
			found |= 1u << bits[i].enabled;
		if (*s != '.' && *s != '-' && *s != '+' && *s != '?')
			return false;
	}
	*usage = (uint8_t)found;
	*p = s;
	return true;
}

/* "OPS:     118", and FD and BD likewise */
static bool scan_count(char **p, const char *word, uint64_t *count)
{
	char *s = *p;

	if (!skip_bytes(&s, word, strlen(word)))
		return false;
	skip_blanks(&s);
	if (!scan_number(&s, count))
		return false;
	skip_blanks(&s);
	*p = s;
	return true;
}

/* "(____ptrval____) OPS:     118 FD:  121 BD:   18 ++++: cpu_hotplug_lock" */
static bool read_class(struct reading *r, char *p, const char *end)
{
	uint64_t ops = 0, count;
	uint8_t usage = 0;
	bool known;
	struct lockdep_class *c;

	r->class = NO_CLASS;
	if (!skip_key(&p))
		return false;
	skip_blanks(&p);
	scan_count(&p, "OPS:", &ops);
	scan_count(&p, "FD:", &count);
	scan_count(&p, "BD:", &count);
	known = scan_usage(&p, &usage);
	if (!skip_text(&p, ": "))
		return false;
	r->class = class_of(r, p, end);
	if (r->class == NO_CLASS)
		return false;
	c = &r->dump->classes.at[r->class];
	c->in_classes = true;
	c->ops += ops;
	c->usage |= usage;
	c->usage_known |= known;
	c->place = here(r);
	return true;
}

/* "[(____ptrval____)] pool_lock": a class within another one's lines, or NO_CLASS */
static uint32_t read_other(struct reading *r, char *p, const char *end)
{
	if (!skip_char(&p, '[') || !skip_key(&p) || !skip_text(&p, "] "))
		return NO_CLASS;
	return class_of(r, p, end);
}

static bool read_dependency(struct reading *r, char *p, const char *end)
{
	struct lockdep_dump *d = r->dump;
	uint32_t to = read_other(r, p, end);

	if (to == NO_CLASS || r->class == NO_CLASS || d->deps.n == LOCKDEP_DEPS_MAX)
		return false;
	if (!map_get(&d->by_pair, hash_pair(r->class, to))) {
		*map_put(&d->by_pair, hash_pair(r->class, to), NULL) = d->deps.n;
		*vec_push(&d->deps) = (struct lockdep_dep){ r->class, to, here(r) };
	}
	return true;
}

/* "0", "softirq", "hardirq", "hardirq|softirq"; up to Linux 5.6 numbers of two bits */
static bool read_chain(struct reading *r, const char *context)
{
	static const struct {
		const char *text;
		enum lock_ctx ctx;
	} contexts[] = {
		{ "0", LC_PROCESS }, { "softirq", LC_SOFTIRQ },
		{ "1", LC_SOFTIRQ }, { "hardirq", LC_HARDIRQ },
		{ "2", LC_HARDIRQ }, { "hardirq|softirq", LC_HARDIRQ },
		{ "3", LC_HARDIRQ },
	};
	struct lockdep_dump *d = r->dump;

	r->in_chain = false;
	for (unsigned i = 0; i < ARRAY_SIZE(contexts); i++) {
		if (strcmp(context, contexts[i].text) || d->chains.n == LOCKDEP_CHAINS_MAX)
			continue;
		*vec_push(&d->chains) = (struct lockdep_chain){ .ctx = contexts[i].ctx,
								.first = d->links.n,
								.place = here(r) };
		r->in_chain = true;
		return true;
	}
	return false;
}

static bool read_link(struct reading *r, char *p, const char *end)
{
	struct lockdep_dump *d = r->dump;
	uint32_t class = r->in_chain ? read_other(r, p, end) : NO_CLASS;

	if (class == NO_CLASS || d->links.n == LOCKDEP_LINKS_MAX)
		return false;
	*vec_push(&d->links) = class;
	vec_last(&d->chains)->n++;
	return true;
}

/* False if the line is none of a dump's. */
static bool read_line(struct reading *r, char *line, const char *end)
{
	char *p = line;

	if (!*line) {
		r->class = NO_CLASS;
		r->in_chain = false;
		return true;
	}
	if (skip_text(&p, " -> "))
		return read_dependency(r, p, end);
	if (skip_text(&p, "irq_context: "))
		return read_chain(r, p);
	if (*p == '[')
		return read_link(r, p, end);
	skip_text(&p, "(buggered) "); /* chains were left out: lockdep had no room */
	if (!strcmp(p, "all lock chains:") || !strcmp(p, "all lock classes:"))
		return true;
	return read_class(r, line, end);
}

bool lockdep_dump_read(struct lockdep_dump *d, struct input *in)
{
	struct reading r = { .dump = d, .class = NO_CLASS };
	char *line;
	size_t len;

	*vec_push(&d->files) = name_of(in->path);
	lines_open(&r.lines, in);
	while ((line = lines_next(&r.lines, &len)))
		if (read_line(&r, line, line + len))
			r.useful++;
		else
			lines_odd(&r.lines);
	lines_tell_odd(&r.lines, "not a line of /proc/lockdep or /proc/lockdep_chains");
	lines_close(&r.lines);
	return r.useful > 0;
}

void lockdep_dump_free(struct lockdep_dump *d)
{
	vec_free(&d->files);
	vec_free(&d->classes);
	vec_free(&d->deps);
	vec_free(&d->chains);
	vec_free(&d->links);
	map_free(&d->by_name);
	map_free(&d->by_pair);
}

bool lockdep_dump_looks(const unsigned char *head, unsigned n)
{
	static const char *const first[] = { "all lock classes:\n", "all lock chains:\n",
					     "(buggered) all lock chains:\n" };

	for (unsigned i = 0; i < ARRAY_SIZE(first); i++)
		if (n >= strlen(first[i]) && !memcmp(head, first[i], strlen(first[i])))
			return true;
	return false;
}

/* The end of the name without @mark and a number behind it. */
static size_t cut_number(const char *s, size_t len, char mark)
{
	size_t n = len;

	while (n > 0 && is_digit(s[n - 1]))
		n--;
	return n > 1 && n < len && s[n - 1] == mark ? n - 1 : len;
}

name_t lockdep_dump_plain_name(name_t name)
{
	const char *s = name_str(name);

	return name_intern(s, cut_number(s, cut_number(s, name_len(name), '/'), '#'));
}
