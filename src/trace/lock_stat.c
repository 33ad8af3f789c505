// SPDX-License-Identifier: GPL-2.0-only
/* Reader of /proc/lock_stat: see lock_stat.h. */
#include "trace/lock_stat.h"

#include "base/diag.h"
#include "recording/lines.h"
#include "recording/scan.h"
#include "symbols/stackline.h"

static const char head_text[] = "lock_stat version 0.";

bool lock_stat_looks(const unsigned char *head, unsigned n)
{
	return n >= sizeof(head_text) - 1 && !memcmp(head, head_text, sizeof(head_text) - 1);
}

/* The columns, in their order. */
enum column {
	CON_BOUNCES,
	CONTENTIONS,
	WAIT_MIN,
	WAIT_MAX,
	WAIT_TOTAL,
	WAIT_AVG,
	ACQ_BOUNCES,
	ACQUISITIONS,
	HOLD_MIN,
	HOLD_MAX,
	HOLD_TOTAL,
	HOLD_AVG,
	COLUMNS
};

/* The row whose lines are being read. */
struct reading {
	struct stats *stats;
	struct stats_row *row; /* NULL: none */
	unsigned rules;	       /* lines of dashes since: 1 before who waited, 2 before who held */
	uint64_t most_waits, most_holds;
};

/* "1234.56" microseconds, or a count, as nanoseconds or a count. */
static bool scan_value(char **p, uint64_t *value)
{
	uint64_t part;

	skip_blanks(p);
	if (!scan_number(p, value))
		return false;
	if (!skip_char(p, '.'))
		return true;
	if (!is_digit((*p)[0]) || !is_digit((*p)[1]) || !scan_number(p, &part) ||
	    *value > UINT64_MAX / 1000 - 1)
		return false;
	*value = *value * 1000 + part * 10;
	return true;
}

static bool scan_columns(char *p, uint64_t value[COLUMNS])
{
	for (unsigned i = 0; i < COLUMNS; i++)
		if (!scan_value(&p, &value[i]))
			return false;
	skip_blanks(&p);
	return !*p;
}

static void add_times(struct stats_time *t, struct stats_place *longest, uint64_t count,
		      uint64_t total, uint64_t max, const struct stats_place *place)
{
	if (count && (!t->count || max > t->max)) {
		t->max = max;
		*longest = *place;
	}
	t->count += count;
	t->total += total;
}

/* "NAME: numbers"; false if the line is none of a class. */
static bool read_class(struct reading *r, char *line, uint64_t number)
{
	uint64_t value[COLUMNS];
	char *colon = strrchr(line, ':'), *end = colon;
	struct stats_place place = { .file = r->stats->file, .position = number, .pid = -1 };
	bool reads = false;

	skip_blanks(&line);
	if (!colon || colon == line || !scan_columns(colon + 1, value))
		return false;
	if (end - line > 2 && end[-2] == '-' && (end[-1] == 'R' || end[-1] == 'W')) {
		reads = end[-1] == 'R';
		end -= 2;
	}
	r->row = stats_row(r->stats, name_intern(line, (size_t)(end - line)), STATS_ALL_CONTEXTS);
	r->rules = 0;
	r->most_waits = r->most_holds = 0;
	if (!r->row) {
		r->stats->uncounted += value[ACQUISITIONS];
		return true;
	}
	r->row->acquisitions += value[ACQUISITIONS];
	r->row->reads += reads ? value[ACQUISITIONS] : 0;
	r->row->contentions += value[CONTENTIONS];
	add_times(&r->row->wait, &r->row->longest_wait, value[CONTENTIONS], value[WAIT_TOTAL],
		  value[WAIT_MAX], &place);
	add_times(&r->row->hold, &r->row->longest_hold, value[ACQUISITIONS], value[HOLD_TOTAL],
		  value[HOLD_MAX], &place);
	return true;
}

/* "NAME  count  [<address>] function+0x12/0x40": who waited, or who held what others waited for. */
static void read_point(struct reading *r, char *line)
{
	char *address = strstr(line, "[<"), *p;
	struct stack_line place;
	uint64_t count;

	if (!r->row || !address || !stack_line_parse(address, strlen(address), &place))
		return;
	p = address;
	while (p > line && p[-1] == ' ')
		p--;
	while (p > line && is_digit(p[-1]))
		p--;
	if (!scan_number(&p, &count))
		return;

	bool is_wait = r->rules < 2;
	uint64_t *most = is_wait ? &r->most_waits : &r->most_holds;

	if (count <= *most)
		return;
	*most = count;
	if (is_wait)
		r->row->longest_wait.function = place.function;
	else
		r->row->longest_hold.function = place.function;
}

/* A line that has nothing but the dashes under a class's name. */
static bool is_rule(char *line)
{
	skip_blanks(&line);
	return *line == '-' && !line[strspn(line, "-")];
}

bool lock_stat_read(struct input *in, struct stats *s)
{
	struct reading r = { .stats = s };
	struct lines l;
	uint64_t classes = 0;
	char *line;
	size_t len;

	lines_open(&l, in);
	while ((line = lines_next(&l, &len))) {
		if (read_class(&r, line, l.number))
			classes++;
		else if (is_rule(line))
			r.rules++;
		else
			read_point(&r, line);
	}
	lines_close(&l);
	if (!classes)
		diag("%s: no classes in this dump of /proc/lock_stat", in->path);
	return classes;
}
