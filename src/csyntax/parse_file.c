// SPDX-License-Identifier: GPL-2.0-only
/*
 * A whole file: its top level, its macros, and the conditional groups in any
 * list. The passes before this one are the lexer (lex.c), the judgement of
 * conditional groups (cond.c) and the matching of brackets (brackets.c).
 */
#include "csyntax/brackets.h"
#include "csyntax/cond.h"
#include "csyntax/lex.h"
#include "csyntax/parser_internal.h"

/* ---- cursor ---- */

uint32_t cursor_step(const struct parser *p, uint32_t i)
{
	const struct token *tok = &p->tok[i];
	const struct group *groups = p->t.groups.at;

	switch (tok->kind) {
	case M_DEFINE:
		return tok->aux;
	case M_IF:
		return groups[p->t.branches.at[tok->aux].group].chosen;
	case M_ELSE:
		return groups[p->t.branches.at[tok->aux].group].endif + 1;
	}
	return i + 1;
}

void leave_bracket(struct parser *p, uint32_t end, uint8_t kind)
{
	if (p->at < end || p->at > p->limit)
		cursor_set(p, end);
	if (p->at == end)
		accept(p, kind);
}

void skip_one(struct parser *p)
{
	if (is_opener(p->kind))
		cursor_set(p, after_bracket(p, p->at));
	else
		advance(p);
}

/* ---- errors ---- */

struct node *fail(struct parser *p)
{
	p->bad = true;
	return node_new(p, N_ERROR);
}

struct node *give_up(struct parser *p, uint32_t pos)
{
	p->bad = false;
	p->stats->errors++;
	return node_at(p, N_ERROR, pos);
}

/* ---- macros ---- */

static struct node *parse_macro_params(struct parser *p)
{
	uint32_t end = bracket_end(p, p->at);
	struct node *first = NULL;
	struct list l = list_of(&first);

	advance(p);
	for (; p->at < end; advance(p)) {
		if (!is_word(p->kind) && p->kind != T_ELLIPSIS)
			continue;
		if (p->kind == T_ELLIPSIS && first && p->tok[p->at - 1].kind != T_COMMA)
			continue; /* args... is one parameter */

		struct node *n = node_new(p, N_IDENT);

		n->name = p->kind == T_ELLIPSIS ? p->words.va_args : here(p)->aux;
		list_add(&l, n);
	}
	leave_bracket(p, end, T_RPAREN);
	return first;
}

static bool has_kind(const struct node *n, uint8_t kind)
{
	while (n && n->kind != kind)
		n = n->next;
	return n != NULL;
}

/* The simplest shape of what the body's statements or elements say. */
static struct node *macro_body(struct node *block)
{
	struct node *only = block->list;

	if (!only || only->next)
		return only ? block : NULL;
	if (only->kind == N_EXPR)
		return only->a;
	if (only->kind == N_INIT || only->kind == N_INIT_ELEM)
		return only;
	if (only->kind == N_DECL && !only->list && only->type) {
		only->kind = N_TYPE;
		return only;
	}
	return block;
}

/* Of the tokens from @i to @end outside of further brackets: commas and no semicolon? */
static bool is_comma_list(const struct parser *p, uint32_t i, uint32_t end, bool designated)
{
	bool commas = false;

	while (i < end) {
		uint8_t kind = kind_at(p, i);
		uint32_t next = is_opener(kind) ? after_bracket(p, i) : after(p, i);

		if (kind == T_SEMI)
			return false;
		if (kind == T_COMMA)
			commas |= !designated || kind_at(p, next) == T_DOT || next >= end;
		i = next;
	}
	return commas;
}

/* Is the body a piece of an initializer? { a, b }, .a = x, [3] = y, a, .b = c */
static bool is_initializer_body(const struct parser *p)
{
	uint8_t kind = next_kind(p);

	if (p->kind == T_DOT)
		return is_word(kind);
	if (p->kind == T_LBRACKET)
		return true;
	if (p->kind != T_LBRACE)
		return !is_stmt_keyword(p->kind) && is_comma_list(p, p->at, p->limit, true);
	return kind == T_DOT || kind == T_LBRACE ||
	       is_comma_list(p, after(p, p->at), bracket_end(p, p->at), false);
}

/* The cursor is at the body's start, the limit at its end. */
static struct node *parse_macro_body(struct parser *p)
{
	struct node *block = node_new(p, N_BLOCK);
	struct list l = list_of(&block->list);
	bool initializer = is_initializer_body(p);

	while (p->kind != T_END) {
		if (initializer)
			parse_elements(p, &l, p->limit);
		else
			parse_statements(p, &l, p->limit);
		if (p->kind != T_END)
			skip_one(p); /* a stray closing brace */
	}
	block->end = p->tok[p->limit].pos;
	return block;
}

static struct node *parse_macro(struct parser *p, uint32_t define)
{
	struct node *n = node_at(p, N_MACRO, p->tok[define].pos), *block;
	uint32_t raw = p->raw, at = p->at, limit = p->limit;
	uint8_t kind = p->kind;
	uint64_t errors = p->stats->errors;
	bool in_macro = p->in_macro;

	p->limit = p->tok[define].aux - 1;
	p->in_macro = true;
	cursor_set(p, define + 1);
	n->name = here(p)->aux;
	n->flags = p->tok[define].flags & TF_OBJECT ? NF_OBJECT : 0;
	advance(p);
	if (!(n->flags & NF_OBJECT)) {
		n->list = parse_macro_params(p);
		p->stats->macros++;
	}
	p->macro_params = n->list;
	block = parse_macro_body(p);
	p->macro_params = NULL;
	if (p->stats->errors != errors) {
		bool readable = false;

		for (const struct node *s = block->list; s; s = s->next)
			readable |= s->kind != N_ERROR;
		if (!readable)
			block->list = NULL;
		p->stats->errors = errors;
		if (!(n->flags & NF_OBJECT))
			p->stats->macros_skipped++;
	}
	if (has_kind(block->list, N_FUNC))
		n->flags |= NF_DEFINES;
	n->a = macro_body(block);
	p->limit = limit;
	p->in_macro = in_macro;
	p->raw = raw;
	p->at = at; /* not by cursor_set(): that would look at all directives that follow, again */
	p->kind = kind;
	return n;
}

static struct node *parse_directive(struct parser *p, uint32_t i)
{
	struct node *n;

	p->t.at[i].flags |= TF_SEEN;
	if (p->tok[i].kind == M_DEFINE)
		return parse_macro(p, i);
	n = node_at(p, N_INCLUDE, p->tok[i].pos);
	n->name = p->tok[i].aux;
	n->flags = p->tok[i].flags & TF_SYSTEM ? NF_SYSTEM : 0;
	return n;
}

/* ---- conditional groups in lists ---- */

static bool is_readable(const struct group *g, enum list_kind kind)
{
	if (g->empty && kind != LIST_TOP)
		return false;
	return kind == LIST_COMMA ? g->alone_comma : g->alone_stmt;
}

const struct group *group_here(const struct parser *p, enum list_kind kind)
{
	for (uint32_t i = p->raw; i < p->at; i = cursor_step(p, i)) {
		if (p->tok[i].kind != M_IF)
			continue;

		const struct group *g = &p->t.groups.at[p->t.branches.at[p->tok[i].aux].group];

		if (is_readable(g, kind))
			return g;
	}
	return NULL;
}

static struct node *parse_group(struct parser *p, const struct group *g, list_fn fn)
{
	struct node *alt = node_at(p, N_ALT, p->tok[p->t.branches.at[g->first].marker].pos);
	struct list branches = list_of(&alt->list);
	uint32_t limit = p->limit;

	for (uint32_t b = g->first; b; b = p->t.branches.at[b].next) {
		const struct branch *br = &p->t.branches.at[b];
		struct node *n = node_at(p, N_BRANCH, p->tok[br->marker].pos);
		struct list l = list_of(&n->list);

		n->name = br->cond;
		n->flags = br->negated ? NF_NOT : 0;
		p->limit = br->next ? p->t.branches.at[br->next].marker : g->endif;
		cursor_set(p, br->marker + 1);
		fn(p, &l, p->limit);
		list_add(&branches, n);
	}
	p->limit = limit;
	cursor_set(p, g->endif + 1);
	return alt;
}

bool list_group_slow(struct parser *p, struct list *l, enum list_kind kind, list_fn fn)
{
	for (uint32_t i = p->raw; i < p->at; i = cursor_step(p, i)) {
		const struct token *tok = &p->tok[i];

		if (tok->kind == M_IF && p->depth < MAX_DEPTH) {
			const struct group *g = &p->t.groups.at[p->t.branches.at[tok->aux].group];

			if (!is_readable(g, kind))
				continue;
			p->depth++;
			list_add(l, parse_group(p, g, fn));
			p->depth--;
			return true;
		}
		if (kind == LIST_TOP && (tok->kind == M_DEFINE || tok->kind == M_INCLUDE)) {
			p->raw = cursor_step(p, i);
			list_add(l, parse_directive(p, i));
		}
	}
	p->raw = p->at;
	return false;
}

/* ---- top level ---- */

/*
 * After something unreadable: past the next semicolon or closed brace, or to
 * the next line that looks like the start of a declaration.
 */
static void skip_declaration(struct parser *p, uint32_t start)
{
	while (p->kind != T_END) {
		uint8_t kind = p->kind;

		if (p->at != start && (here(p)->flags & TF_COL0) && is_decl_keyword(kind))
			return;
		skip_one(p);
		if (kind == T_SEMI || kind == T_RBRACE)
			return;
		if (kind == T_LBRACE && p->kind != T_SEMI)
			return;
	}
}

/* MACRO; or MACRO on a line of its own */
static bool is_lone_word(const struct parser *p)
{
	uint32_t next = after(p, p->at);

	if (p->kind != T_IDENT)
		return false;
	switch (kind_at(p, next)) {
	case T_SEMI:
	case T_END:
		return true;
	case T_IDENT: /* MACRO above MACRO(x) */
		if (!(p->tok[next].flags & TF_COL0) || !(here(p)->flags & TF_COL0) ||
		    kind_at(p, after(p, next)) != T_LPAREN)
			return false;
		next = after_bracket(p, after(p, next));
		return kind_at(p, next) == T_END ||
		       ((p->tok[next].flags & TF_COL0) && kind_at(p, next) != T_LBRACE &&
			!is_type_keyword(kind_at(p, next)));
	}
	return is_decl_keyword(kind_at(p, next)) && (p->tok[next].flags & TF_COL0) &&
	       looks_like_attribute(p, p->at) && !(here(p)->flags & TF_ATTR) &&
	       !(kind_at(p, next) == K_ATTRIBUTE || kind_at(p, next) == K_BUILTIN);
}

static struct node *parse_external(struct parser *p)
{
	uint32_t start = p->at;
	struct node *n;

	if (p->kind == K_ASM) {
		n = node_new(p, N_ASM);
		advance(p);
		while (p->kind != T_LPAREN && p->kind != T_SEMI && p->kind != T_END)
			advance(p);
		if (p->kind == T_LPAREN)
			skip_one(p);
		accept(p, T_SEMI);
		return n;
	}
	if (is_lone_word(p)) {
		n = node_new(p, N_IDENT);
		n->name = here(p)->aux;
		advance(p);
		accept(p, T_SEMI);
		return n;
	}
	if (p->kind == T_LBRACE || p->kind == T_STR || p->kind == T_DOT || p->kind == T_LBRACKET) {
		/* a file that others include in the middle of an initializer */
		n = node_new(p, N_INIT);
		n->list = parse_element(p);
		accept(p, T_COMMA);
	} else {
		n = parse_declaration(p, true);
	}
	if (p->bad) {
		n = give_up(p, p->tok[start].pos);
		skip_declaration(p, start);
	}
	return n;
}

static void parse_top(struct parser *p, struct list *l, uint32_t end)
{
	for (;;) {
		if (list_group(p, l, LIST_TOP, parse_top))
			continue;
		if (p->at >= end || p->kind == T_END)
			return;
		if (accept(p, T_SEMI))
			continue;

		uint32_t start = p->at;

		p->depth = p->depth < MAX_DEPTH ? p->depth : MAX_DEPTH;
		list_add(l, parse_external(p));
		if (p->at == start)
			skip_one(p);
	}
}

/* Directives inside functions and records, and in branches that were not read: in source order. */
static void add_hidden_directives(struct parser *p, struct node **list)
{
	for (unsigned k = 0; k < p->t.directives.n; k++) {
		uint32_t i = p->t.directives.at[k];

		if (p->tok[i].flags & TF_SEEN)
			continue;
		while (*list && (*list)->pos < p->tok[i].pos)
			list = &(*list)->next;

		struct node *n = parse_directive(p, i);

		n->next = *list;
		*list = n;
		list = &n->next;
	}
}

/* ---- entry ---- */

struct parser *parser_new(void)
{
	struct parser *p = xcalloc(1, sizeof(*p));

	words_init(&p->words);
	return p;
}

void parser_free(struct parser *p)
{
	if (!p)
		return;
	xfree(p->text);
	xfree(p->lines);
	xfree(p->t.at);
	vec_free(&p->t.branches);
	vec_free(&p->t.groups);
	vec_free(&p->t.directives);
	xfree(p);
}

static void find_lines(struct parser *p, struct parsed_file *out)
{
	const char *text = p->text, *end = text + p->t.text_len;
	uint32_t n = 1;

	for (const char *s = text;; s++) {
		if (n >= p->lines_cap) {
			p->lines_cap = p->lines_cap ? p->lines_cap * 2 : 4096;
			p->lines = xrealloc(p->lines, p->lines_cap * sizeof(*p->lines));
		}
		s = memchr(s, '\n', (size_t)(end - s));
		if (!s)
			break;
		p->lines[n++] = (uint32_t)(s + 1 - text);
	}
	p->lines[0] = 0;
	out->line_starts = arena_memdup(p->arena, p->lines, n * sizeof(*p->lines));
	out->nlines = n;
}

static void load(struct parser *p, const char *text, size_t len)
{
	if (len > MAX_TEXT)
		len = MAX_TEXT;
	if (p->text_cap < len + TEXT_PADDING) {
		p->text_cap = len + TEXT_PADDING + len / 2;
		xfree(p->text);
		p->text = xmalloc(p->text_cap);
	}
	if (len)
		memcpy(p->text, text, len);
	memset(p->text + len, 0, TEXT_PADDING);
	p->t.text = p->text;
	p->t.text_len = (uint32_t)len;
}

static void count_groups(struct parser *p)
{
	p->stats->groups += p->t.groups.n;
	for (unsigned i = 0; i < p->t.groups.n; i++)
		if (!p->t.groups.at[i].alone_stmt && !p->t.groups.at[i].alone_comma)
			p->stats->groups_split++;
}

void parse_file(struct parser *p, const char *text, size_t len, struct arena *arena,
		struct parsed_file *out, struct parse_stats *stats)
{
	struct list l = list_of(&out->list);

	p->arena = arena;
	p->stats = stats;
	load(p, text, len);
	if (len > MAX_TEXT)
		stats->errors++;
	if (!lex(&p->t, &p->words))
		stats->errors++;
	cond_annotate(&p->t);
	brackets_match(&p->t);
	p->tok = p->t.at;
	p->limit = p->t.n - 1;
	p->depth = p->links = 0;
	p->bad = p->in_macro = false;
	p->macro_params = NULL;
	cursor_set(p, 0);
	out->list = NULL;
	out->text = text;
	out->len = len;
	parse_top(p, &l, p->limit);
	add_hidden_directives(p, &out->list);
	find_lines(p, out);
	count_groups(p);
	stats->bytes += len;
	stats->lines += out->nlines - (len && text[len - 1] == '\n');
	stats->tokens += p->t.n;
}

uint32_t parser_words(const struct parser *p, const name_t *words, unsigned n)
{
	name_t least = UINT32_MAX, most = 0;
	uint32_t found = 0;

	for (unsigned i = 0; i < n; i++) {
		least = words[i] < least ? words[i] : least;
		most = words[i] > most ? words[i] : most;
	}
	for (uint32_t t = 0; n && t < p->t.n; t++) {
		const struct token *tok = &p->t.at[t];

		if (tok->kind != T_IDENT || tok->aux < least || tok->aux > most)
			continue;
		for (unsigned i = 0; i < n; i++)
			found |= (uint32_t)(words[i] == tok->aux) << i;
	}
	return found;
}

void parsed_position(const struct parsed_file *f, uint32_t pos, uint32_t *line, uint32_t *col)
{
	uint32_t low = 0, high = f->nlines;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (f->line_starts[mid] <= pos)
			low = mid;
		else
			high = mid;
	}
	*line = low + 1;
	*col = pos - f->line_starts[low] + 1;
}
