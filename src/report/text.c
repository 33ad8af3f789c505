// SPDX-License-Identifier: GPL-2.0-only
/*
 * Findings as text, for people who will decide whether to believe them.
 *
 * The first line is a compiler's, so editors jump to it. Below stands the
 * argument in the order in which a maintainer would check it: who takes the
 * lock in the interrupt, who holds it with interrupts on and why we think they
 * are on, how these two meet, what would be enough. What we are not sure of is
 * said with its reason.
 */
#include "report/report.h"

#include <string.h>

#include "base/alloc.h"
#include "report/clean.h"

#define WIDEST 110u	 /* columns for the interleaving before it becomes a list */
#define WIDEST_PLACE 56u /* file:line to which the steps of a side are aligned */
#define CPU_GAP 3u	 /* blanks between two CPU columns */

enum style { PLAIN, BOLD, RED, MAGENTA, CYAN, STYLES };

static const char *const escapes[STYLES] = {
	[PLAIN] = "\33[0m",	 [BOLD] = "\33[1m",  [RED] = "\33[1;31m",
	[MAGENTA] = "\33[1;35m", [CYAN] = "\33[36m",
};

struct page {
	FILE *out;
	const struct report_options *opt;
	struct strbuf line;
};

/* Our own words, as they are. */
static void put(struct page *p, const char *s)
{
	strbuf_puts(&p->line, s);
}

/* Words with names in them. */
static void put_clean(struct page *p, const char *s)
{
	clean_puts(&p->line, s);
}

static void style(struct page *p, enum style s)
{
	if (p->opt->colour)
		put(p, escapes[s]);
}

static void blanks(struct page *p, size_t n)
{
	while (n--)
		put(p, " ");
}

static void end_line(struct page *p)
{
	put(p, "\n");
	fwrite(p->line.s, 1, p->line.len, p->out);
	strbuf_clear(&p->line);
}

/* "  <label>: <text>", nothing for no text */
static void put_entry(struct page *p, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	put(p, "  ");
	style(p, CYAN);
	put(p, label);
	style(p, PLAIN);
	put(p, ": ");
	put_clean(p, text);
	end_line(p);
}

/* ---- the first line ---- */

static void put_place(struct page *p, name_t file, uint32_t line, uint32_t col)
{
	put_clean(p, file ? name_str(file) : "<unknown file>");
	if (line)
		strbuf_printf(&p->line, ":%u", line);
	if (line && col)
		strbuf_printf(&p->line, ":%u", col);
}

static void put_head(struct page *p, const struct finding *f)
{
	bool sure = f->conf == CONF_HIGH;

	style(p, BOLD);
	put_place(p, f->file, f->line, f->col);
	put(p, ": ");
	style(p, PLAIN);
	style(p, sure ? RED : MAGENTA);
	put(p, sure ? "error: " : "warning: ");
	style(p, PLAIN);
	style(p, BOLD);
	put_clean(p, f->message);
	style(p, PLAIN);
	strbuf_printf(&p->line, " [%s]", rule_name(f->rule));
	end_line(p);
}

/* ---- the sides ---- */

static void step_place(struct strbuf *b, const struct story_step *s)
{
	if (s->file)
		clean_puts(b, name_str(s->file));
	if (s->line)
		strbuf_printf(b, ":%u", s->line);
}

static size_t widest_place(const struct story *s)
{
	struct strbuf b = { 0 };
	size_t widest = 0;

	for (unsigned i = 0; i < s->nsteps; i++) {
		strbuf_clear(&b);
		step_place(&b, &s->steps[i]);
		if (b.len > widest && b.len <= WIDEST_PLACE)
			widest = b.len;
	}
	strbuf_free(&b);
	return widest;
}

static void put_step(struct page *p, const struct story_step *s, size_t width)
{
	size_t start = p->line.len;

	put(p, "        ");
	step_place(&p->line, s);

	size_t used = p->line.len - start - 8;

	blanks(p, used < width ? width - used + 2 : 2);
	if (s->function) {
		put_clean(p, name_str(s->function));
		put(p, "()");
	}
	if (s->what && *s->what) {
		put(p, s->function ? " " : "");
		put_clean(p, s->what);
	}
	end_line(p);
}

/* The recordings that tell it, where there are several to tell apart. */
static void put_sources(struct page *p, const struct story *s)
{
	if (!s->nsources)
		return;
	put(p, "      from ");
	for (unsigned i = 0; i < s->nsources; i++) {
		put(p, i ? ", " : "");
		put_clean(p, name_str(s->sources[i]));
	}
	end_line(p);
}

static void put_side(struct page *p, const struct side *side, unsigned number)
{
	const struct story *s = &side->story;
	size_t width = widest_place(s);

	strbuf_printf(&p->line, "  (%u) ", number);
	style(p, BOLD);
	put_clean(p, side->title);
	style(p, PLAIN);
	end_line(p);
	if (s->root && *s->root) {
		put(p, "      ");
		put_clean(p, s->root);
		end_line(p);
	} else if (s->ctx != LC_UNKNOWN) {
		strbuf_printf(&p->line, "      %s context", lock_ctx_name(s->ctx));
		end_line(p);
	}
	for (unsigned i = 0; i < s->nsteps; i++)
		put_step(p, &s->steps[i], width);
	if (s->why_irqs && *s->why_irqs) {
		put(p, "      ");
		put(p, s->irqs_on < 0 ? "irqs: " : s->irqs_on ? "irqs are on: " : "irqs are off: ");
		put_clean(p, s->why_irqs);
		end_line(p);
	}
	put_sources(p, s);
}

/* ---- the interleaving ---- */

/*
 * The rows as they are shown. Each CPU's first function heads its column and
 * is not repeated; what runs in an interrupt stands further in.
 */
struct columns {
	VEC(char *) text; /* one a row */
	bool *named;	  /* has the row's text its function's name in it? */
	char **head;	  /* one a CPU */
	name_t *function; /* the CPU's first one */
	bool *in_interrupt;
	size_t *width;
	size_t total;
};

static char *clean_row(bool inside, const char *a, const char *b, const char *c, const char *d)
{
	struct strbuf s = { 0 };

	strbuf_puts(&s, inside ? "  " : "");
	clean_puts(&s, a);
	clean_puts(&s, b);
	clean_puts(&s, c);
	clean_puts(&s, d);

	char *copy = xstrdup(strbuf_str(&s));

	strbuf_free(&s);
	return copy;
}

static char *row_text(const struct columns *c, const struct schedule_row *r)
{
	bool inside = c->in_interrupt[r->cpu];

	if (r->interrupt && r->function)
		return clean_row(inside, r->text, " ", name_str(r->function), "()");
	if (!r->function || (!inside && r->function == c->function[r->cpu]))
		return clean_row(inside, r->text, "", "", "");
	return clean_row(inside, name_str(r->function), "(): ", r->text, "");
}

static void widen(struct columns *c, unsigned cpu, const char *text)
{
	if (strlen(text) > c->width[cpu])
		c->width[cpu] = strlen(text);
}

static void columns_init(struct columns *c, const struct finding *f)
{
	*c = (struct columns){
		.head = xcalloc(f->ncpus, sizeof(*c->head)),
		.function = xcalloc(f->ncpus, sizeof(*c->function)),
		.in_interrupt = xcalloc(f->ncpus, sizeof(*c->in_interrupt)),
		.width = xcalloc(f->ncpus, sizeof(*c->width)),
		.named = xcalloc(f->nrows, sizeof(*c->named)),
	};
	for (unsigned i = 0; i < f->nrows; i++) {
		const struct schedule_row *r = &f->rows[i];

		if (!c->function[r->cpu])
			c->function[r->cpu] = r->function;

		char *text = row_text(c, r);

		c->named[i] = r->interrupt || c->in_interrupt[r->cpu] ||
			      r->function != c->function[r->cpu];
		c->in_interrupt[r->cpu] |= r->interrupt;
		widen(c, r->cpu, text);
		*vec_push(&c->text) = text;
	}
	for (unsigned i = 0; i < f->ncpus; i++) {
		char cpu[16];

		snprintf(cpu, sizeof(cpu), "CPU%u", i);
		if (c->function[i])
			c->head[i] = clean_row(false, cpu, " in ", name_str(c->function[i]), "()");
		else
			c->head[i] = xstrdup(cpu);
		widen(c, i, c->head[i]);
		c->total += c->width[i] + CPU_GAP;
	}
}

static void columns_free(struct columns *c, unsigned ncpus)
{
	for (unsigned i = 0; i < c->text.n; i++)
		xfree(c->text.at[i]);
	for (unsigned i = 0; i < ncpus; i++)
		xfree(c->head[i]);
	vec_free(&c->text);
	xfree(c->head);
	xfree(c->named);
	xfree(c->function);
	xfree(c->in_interrupt);
	xfree(c->width);
}

static void put_as_columns(struct page *p, const struct finding *f, const struct columns *c)
{
	put(p, "      ");
	for (unsigned i = 0; i < f->ncpus; i++) {
		put(p, c->head[i]);
		if (i + 1 < f->ncpus)
			blanks(p, c->width[i] - strlen(c->head[i]) + CPU_GAP);
	}
	end_line(p);
	for (unsigned i = 0; i < f->nrows; i++) {
		size_t indent = 6;

		for (unsigned k = 0; k < f->rows[i].cpu; k++)
			indent += c->width[k] + CPU_GAP;
		blanks(p, indent);
		put(p, c->text.at[i]);
		end_line(p);
	}
}

/* Too wide to stand side by side: each row names its CPU and function. */
static void put_as_list(struct page *p, const struct finding *f, const struct columns *c)
{
	for (unsigned i = 0; i < f->nrows; i++) {
		const struct schedule_row *r = &f->rows[i];

		strbuf_printf(&p->line, "      CPU%u  ", r->cpu);
		if (!c->named[i] && r->function) {
			put_clean(p, name_str(r->function));
			put(p, "(): ");
		}
		put(p, c->text.at[i]);
		end_line(p);
	}
}

static void put_interleaving(struct page *p, const struct finding *f)
{
	struct columns c;

	if (!f->nrows)
		return;
	columns_init(&c, f);
	put(p, "  ");
	style(p, CYAN);
	put(p, "what hangs");
	style(p, PLAIN);
	put(p, ":");
	end_line(p);
	if (c.total + 6 <= WIDEST)
		put_as_columns(p, f, &c);
	else
		put_as_list(p, f, &c);
	columns_free(&c, f->ncpus);
}

/* ---- the rest ---- */

static void put_others(struct page *p, const struct finding *f)
{
	if (!f->nothers)
		return;
	put(p, "  ");
	style(p, CYAN);
	put(p, "other sites");
	style(p, PLAIN);
	put(p, ":");
	end_line(p);
	for (unsigned i = 0; i < f->nothers; i++) {
		const struct other_site *o = &f->others[i];

		put(p, "      ");
		put_place(p, o->file, o->line, 0);
		put(p, "  ");
		put_clean(p, o->function ? name_str(o->function) : "?");
		put(p, "() ");
		put_clean(p, o->what);
		end_line(p);
	}
}

static void put_confidence(struct page *p, const struct finding *f)
{
	struct strbuf b = { 0 };

	strbuf_puts(&b, confidence_name(f->conf));
	if (f->conf_reason)
		strbuf_printf(&b, ": %s", f->conf_reason);
	put_entry(p, "confidence", strbuf_str(&b));
	strbuf_free(&b);
}

static void put_finding(struct page *p, const struct finding *f)
{
	put_head(p, f);
	if (p->opt->brief)
		return;
	for (unsigned i = 0; i < f->nsides; i++)
		put_side(p, &f->sides[i], i + 1);
	put_interleaving(p, f);
	put_others(p, f);
	put_entry(p, "lockdep would say", f->lockdep);
	put_confidence(p, f);
	put_entry(p, "fix", f->fix);
	end_line(p);
}

static void put_summary(struct page *p, const struct findings *f)
{
	unsigned count[RULE_N][CONF_N] = { 0 };
	unsigned total[CONF_N] = { 0 };

	for (unsigned i = 0; i < f->n; i++) {
		count[f->at[i].rule][f->at[i].conf]++;
		total[f->at[i].conf]++;
	}
	if (!f->n) {
		put(p, "no findings");
		end_line(p);
		return;
	}
	strbuf_printf(&p->line, "%-18s %7s %7s %7s", "", "high", "medium", "low");
	end_line(p);
	for (unsigned r = 0; r < RULE_N; r++) {
		const unsigned *c = count[r];

		if (!c[CONF_HIGH] && !c[CONF_MEDIUM] && !c[CONF_LOW])
			continue;
		strbuf_printf(&p->line, "%-18s %7u %7u %7u", rule_name(r), c[CONF_HIGH],
			      c[CONF_MEDIUM], c[CONF_LOW]);
		end_line(p);
	}
	strbuf_printf(&p->line, "%-18s %7u %7u %7u", "all", total[CONF_HIGH], total[CONF_MEDIUM],
		      total[CONF_LOW]);
	end_line(p);
}

void report_text(FILE *out, const struct findings *f, const struct report_options *opt)
{
	struct page p = { .out = out, .opt = opt };

	for (unsigned i = 0; i < f->n; i++)
		put_finding(&p, &f->at[i]);
	if (opt->summary)
		put_summary(&p, f);
	strbuf_free(&p.line);
}
