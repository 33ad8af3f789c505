// SPDX-License-Identifier: GPL-2.0-only
/* Reports: one finding made by hand, its text to the letter, its JSON read back. */
#include "../lockgraph/facts.h"

#include <jansson.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/strbuf.h"
#include "report/clean.h"
#include "report/report.h"

/* A story of two steps, as an analysis would tell it. */
static void tell_long_story(void *front, const struct evidence *why, struct arena *a,
			    struct story *out)
{
	bool irq = !strcmp(name_str(why->function), "foo_drain");

	(void)front;
	out->ctx = irq ? LC_HARDIRQ : LC_PROCESS;
	out->irqs_on = !irq;
	out->bh_on = -1;
	out->root = irq ? "hardirq handler foo_irq, registered by request_irq() at drivers/foo.c:90"
			: "write() of file_operations foo_fops";
	out->why_irqs = irq ? NULL : "a system call, and nothing on the way switches them off";
	out->nsteps = 2;
	out->steps = arena_array(a, struct story_step, 2);
	out->steps[0] =
		(struct story_step){ .function = name_of(irq ? "foo_irq" : "foo_write"),
				     .file = name_of("drivers/foo.c"),
				     .line = irq ? 12 : 105,
				     .col = 2,
				     .what = irq ? "calls foo_drain()" : "calls foo_put()" };
	out->steps[1] = (struct story_step){ .function = why->function,
					     .file = name_of("drivers/foo.c"),
					     .line = irq ? 7 : 42,
					     .col = 9,
					     .what = "takes `struct foo.lock`" };
}

static void make_finding(struct findings *f, const char *class)
{
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, class);
	struct evidence in = by("foo_drain", CONF_HIGH), on = by("foo_put", CONF_MEDIUM);
	struct rules_options opt;

	lockgraph_usage(g, a, USED_IN_HARDIRQ, &in);
	lockgraph_usage(g, a, ENABLED_HARDIRQ, &on);
	rules_default(&opt);
	rules_run(g, &opt, tell_long_story, tell_reason, NULL, f);
	assert_int_equal(f->n, 1);
	lockgraph_free(g);
}

/*
 * What the reporter writes, JSON for no options; the caller frees it. Inlined,
 * gcc 12 takes the stream's buffer for the pointer to it.
 */
static __attribute__((noinline)) char *text_of(const struct findings *f,
					       const struct report_options *opt)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (opt)
		report_text(out, f, opt);
	else
		assert_true(report_json(out, f));
	fclose(out);
	return text;
}

static const char golden[] =
	"drivers/foo.c:42:9: warning: `struct foo.lock` is taken here with hardirqs on, and taken in "
	"hardirq context by foo_drain(), called from foo_irq() [irq-unsafe]\n"
	"  (1) `struct foo.lock` is taken in hardirq context\n"
	"      hardirq handler foo_irq, registered by request_irq() at drivers/foo.c:90\n"
	"        drivers/foo.c:12  foo_irq() calls foo_drain()\n"
	"        drivers/foo.c:7   foo_drain() takes `struct foo.lock`\n"
	"  (2) `struct foo.lock` is taken with hardirqs on\n"
	"      write() of file_operations foo_fops\n"
	"        drivers/foo.c:105  foo_write() calls foo_put()\n"
	"        drivers/foo.c:42   foo_put() takes `struct foo.lock`\n"
	"      irqs are on: a system call, and nothing on the way switches them off\n"
	"  what hangs:\n"
	"      CPU0 in foo_put()\n"
	"      lock(struct foo.lock)\n"
	"      <hardirq> foo_irq()\n"
	"        foo_drain(): lock(struct foo.lock)  *** waits for ever\n"
	"  lockdep would say: inconsistent {HARDIRQ-ON-W} -> {IN-HARDIRQ-W} usage\n"
	"  confidence: medium: a guess\n"
	"  fix: take `struct foo.lock` with spin_lock_irq() in foo_put()\n"
	"\n";

static void text_is_golden(void **state)
{
	(void)state;
	struct findings f;
	char *text;

	make_finding(&f, "struct foo.lock");
	text = text_of(&f, &(struct report_options){ 0 });
	assert_string_equal(text, golden);
	xfree(text);

	text = text_of(&f, &(struct report_options){ .brief = true });
	assert_int_equal(strchr(text, '\n') - text + 1, strlen(text));
	assert_memory_equal(text, golden, strlen(text));
	xfree(text);
	findings_free(&f);
}

static void colour_only_if_asked(void **state)
{
	(void)state;
	struct findings f;
	char *plain, *colour;
	struct strbuf stripped = { 0 };

	make_finding(&f, "struct foo.lock");
	plain = text_of(&f, &(struct report_options){ 0 });
	colour = text_of(&f, &(struct report_options){ .colour = true });
	assert_null(strchr(plain, '\33'));
	for (const char *s = colour; *s; s++) {
		if (*s == '\33')
			s = strchr(s, 'm');
		else
			strbuf_add(&stripped, s, 1);
	}
	assert_true(stripped.len < strlen(colour));
	assert_string_equal(strbuf_str(&stripped), plain);
	strbuf_free(&stripped);
	xfree(plain);
	xfree(colour);
	findings_free(&f);
}

static void two_cpus_stand_in_columns(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a"), b = spin(g, "b");

	depends(g, a, W, b, W, "f");
	depends(g, b, W, a, W, "g");

	struct findings f = run_rule(g, RULE_LOCK_ORDER, CONF_MEDIUM);
	char *text = text_of(&f, &(struct report_options){ 0 });

	assert_non_null(
		strstr(text, "      CPU0 in f()                   CPU1 in g()\n"
			     "      lock(a)\n"
			     "                                    lock(b)\n"
			     "      lock(b)  *** waits for CPU1\n"
			     "                                    lock(a)  *** waits for CPU0\n"));
	xfree(text);
	findings_free(&f);
	lockgraph_free(g);

	/* and below each other where they would be too wide */
	char wide[200];

	memset(wide, 'w', sizeof(wide));
	wide[199] = '\0';
	g = lockgraph_new();
	a = spin(g, wide);
	b = spin(g, "b");
	depends(g, a, W, b, W, "f");
	depends(g, b, W, a, W, "g");
	f = run_rule(g, RULE_LOCK_ORDER, CONF_MEDIUM);
	text = text_of(&f, &(struct report_options){ 0 });
	assert_non_null(strstr(text, "      CPU0  g(): lock(b)\n      CPU1  f(): lock(www"));
	xfree(text);
	findings_free(&f);
	lockgraph_free(g);
}

static void summary_counts(void **state)
{
	(void)state;
	struct findings f, none = { 0 };
	char *text;

	make_finding(&f, "struct foo.lock");
	text = text_of(&f, &(struct report_options){ .brief = true, .summary = true });
	assert_string_equal(strchr(text, '\n') + 1, "                      high  medium     low\n"
						    "irq-unsafe               0       1       0\n"
						    "all                      0       1       0\n");
	xfree(text);
	text = text_of(&none, &(struct report_options){ .summary = true });
	assert_string_equal(text, "no findings\n");
	xfree(text);
	text = text_of(&none, &(struct report_options){ 0 });
	assert_string_equal(text, "");
	xfree(text);
	findings_free(&f);
}

static const char *string_at(json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static void json_holds_all(void **state)
{
	(void)state;
	struct findings f;
	json_error_t error;

	make_finding(&f, "struct foo.lock");

	char *text = text_of(&f, NULL);
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	assert_non_null(root);
	assert_int_equal(json_integer_value(json_object_get(root, "version")), 1);
	assert_string_equal(string_at(json_object_get(root, "tool"), "name"), "unspin");

	json_t *list = json_object_get(root, "findings");
	json_t *x = json_array_get(list, 0);

	assert_int_equal(json_array_size(list), 1);
	assert_string_equal(string_at(x, "rule"), "irq-unsafe");
	assert_string_equal(string_at(x, "confidence"), "medium");
	assert_string_equal(string_at(x, "confidence_reason"), "a guess");
	assert_string_equal(string_at(x, "file"), "drivers/foo.c");
	assert_int_equal(json_integer_value(json_object_get(x, "line")), 42);
	assert_int_equal(json_integer_value(json_object_get(x, "column")), 9);
	assert_string_equal(string_at(x, "function"), "foo_put");
	assert_string_equal(string_at(x, "message"), f.at[0].message);
	assert_string_equal(string_at(x, "fix"), f.at[0].fix);
	assert_string_equal(string_at(x, "lockdep"), f.at[0].lockdep);
	assert_int_equal(strlen(string_at(x, "fingerprint")), 16);
	assert_string_equal(json_string_value(json_array_get(json_object_get(x, "locks"), 0)),
			    "struct foo.lock");

	json_t *rows = json_object_get(x, "interleaving");

	assert_int_equal(json_array_size(rows), 3);
	assert_string_equal(string_at(json_array_get(rows, 2), "function"), "foo_drain");
	assert_true(json_is_true(json_object_get(json_array_get(rows, 1), "interrupt")));
	assert_int_equal(json_array_size(json_object_get(x, "others")), 0);

	json_t *side = json_array_get(json_object_get(x, "evidence"), 0);
	json_t *step = json_array_get(json_object_get(side, "path"), 1);

	assert_string_equal(string_at(side, "context"), "hardirq");
	assert_true(json_is_false(json_object_get(side, "hardirqs_on")));
	assert_true(json_is_null(json_object_get(side, "softirqs_on")));
	assert_true(json_is_null(json_object_get(side, "why_irqs")));
	assert_string_equal(string_at(step, "function"), "foo_drain");
	assert_int_equal(json_integer_value(json_object_get(step, "line")), 7);
	assert_string_equal(string_at(step, "what"), "takes `struct foo.lock`");
	json_decref(root);
	xfree(text);
	findings_free(&f);
}

static void json_of_nothing(void **state)
{
	(void)state;
	struct findings none = { 0 };
	char *text = text_of(&none, NULL);
	json_t *root = json_loads(text, 0, NULL);

	assert_int_equal(json_array_size(json_object_get(root, "findings")), 0);
	assert_true(json_is_array(json_object_get(root, "findings")));
	json_decref(root);
	xfree(text);
}

static void full_disk_is_told(void **state)
{
	(void)state;
	struct findings f;
	FILE *full = fopen("/dev/full", "w");

	if (!full)
		skip();
	make_finding(&f, "struct foo.lock");
	assert_false(report_json(full, &f));
	fclose(full);
	findings_free(&f);
}

/* A class name that tries to redraw the screen, turn the line round and is no UTF-8. */
static void hostile_names_are_harmless(void **state)
{
	(void)state;
	struct findings f;
	json_error_t error;

	make_finding(&f, "a\33[2J\rb\n\xc2\x9b\xe2\x80\xae\xff\xc0\x80\xed\xa0\x80\xc3\xa9\"\\");

	char *text = text_of(&f, &(struct report_options){ .summary = true });

	assert_non_null(strstr(text, "`a\\x1b[2J\\x0db\\x0a\\xc2\\x9b\\xe2\\x80\\xae\\xff\\xc0\\x80"
				     "\\xed\\xa0\\x80\xc3\xa9\"\\`"));
	for (const char *s = text; *s; s++)
		assert_true((unsigned char)*s >= 0x20 || *s == '\n');
	xfree(text);

	text = text_of(&f, NULL);
	for (const char *s = text; *s; s++)
		assert_true(((unsigned char)*s >= 0x20 && (unsigned char)*s < 0x7f) || *s == '\n');

	json_t *root = json_loads(text, 0, &error);
	json_t *x = json_array_get(json_object_get(root, "findings"), 0);

	assert_string_equal(json_string_value(json_array_get(json_object_get(x, "locks"), 0)),
			    "a\33[2J\rb\n\xc2\x9b\xe2\x80\xae\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
			    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xc3\xa9\"\\");
	json_decref(root);
	xfree(text);
	findings_free(&f);
}

static void all_short_bytes_are_cleaned(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 1u << 16; i++) {
		char s[] = { (char)(i >> 8), (char)i, '\0' };
		struct strbuf shown = { 0 }, utf8 = { 0 };

		clean_puts(&shown, s);
		clean_utf8(&utf8, s);
		for (size_t k = 0; k < shown.len; k++)
			assert_true((unsigned char)shown.s[k] >= 0x20 && shown.s[k] != 0x7f);

		json_t *t = json_string(strbuf_str(&utf8));

		assert_non_null(t);
		json_decref(t);
		strbuf_free(&shown);
		strbuf_free(&utf8);
	}
}

static void fingerprints_stay_when_lines_move(void **state)
{
	(void)state;
	struct findings a, b, c;

	make_finding(&a, "struct foo.lock");
	make_finding(&b, "struct foo.lock");
	make_finding(&c, "struct bar.lock");
	b.at[0].line += 10;
	b.at[0].sides[0].story.steps[1].line += 10;
	b.at[0].conf = CONF_HIGH;
	assert_true(finding_fingerprint(&a.at[0]) == finding_fingerprint(&b.at[0]));
	assert_true(finding_fingerprint(&a.at[0]) != finding_fingerprint(&c.at[0]));
	b.at[0].rule = RULE_LOCK_ORDER;
	assert_true(finding_fingerprint(&a.at[0]) != finding_fingerprint(&b.at[0]));
	findings_free(&a);
	findings_free(&b);
	findings_free(&c);
}

static void every_rule_has_its_page(void **state)
{
	(void)state;
	for (unsigned i = 0; i < RULE_N; i++) {
		const char *page = report_explain(i);

		assert_non_null(page);
		assert_non_null(strstr(page, rule_name(i)));
	}
	assert_null(report_explain(RULE_N));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_golden),
		cmocka_unit_test(colour_only_if_asked),
		cmocka_unit_test(two_cpus_stand_in_columns),
		cmocka_unit_test(summary_counts),
		cmocka_unit_test(json_holds_all),
		cmocka_unit_test(json_of_nothing),
		cmocka_unit_test(full_disk_is_told),
		cmocka_unit_test(hostile_names_are_harmless),
		cmocka_unit_test(all_short_bytes_are_cleaned),
		cmocka_unit_test(fingerprints_stay_when_lines_move),
		cmocka_unit_test(every_rule_has_its_page),
	};
	int failed = cmocka_run_group_tests_name("report", tests, NULL, NULL);

	name_free_all();
	return failed;
}
