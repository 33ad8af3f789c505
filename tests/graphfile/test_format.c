// SPDX-License-Identifier: GPL-2.0-only
/* The format of graph files: what is written to the letter, read back, and what is refused. */
#include "told.h"

#include "base/strbuf.h"

/* ---- what is written ---- */

static const char small[] = //
	"unspin-graph\t1\n"
	"class\t&b->lock\tspinlock\n"
	"class\ta\tspinlock\t&x->a\t&y->a\n"
	"class\ttimer:t\ttimer\n"
	"dep\ta\t&b->lock\tEN\n"
	"why\thigh\t1\tf\tcontext=process\thardirqs=on\tsoftirqs=on\n"
	"step\tdrivers/t.c:1:2\tf\ttakes it\n"
	"from\tone.dat\n"
	"why\tmedium\t1\tg\tdoubt=a guess\tcontext=process\thardirqs=on\tsoftirqs=on\n"
	"step\tdrivers/t.c:2:2\tg\ttakes it\n"
	"from\tone.dat\n"
	"dep\ta\ttimer:t\tSR\n"
	"why\thigh\t1\th\tcontext=process\thardirqs=on\tsoftirqs=on\n"
	"step\tdrivers/t.c:3:2\th\ttakes it\n"
	"from\tone.dat\n"
	"fault\tsleep-in-atomic\tf\tmsleep()\ta\t&b->lock\n"
	"why\thigh\t1\tf\tunless=CONFIG_X\tparty=drivers/t.c\tcontext=process\thardirqs=on"
	"\tsoftirqs=on\n"
	"step\tdrivers/t.c:5:2\tf\ttakes it\n"
	"from\tone.dat\n"
	"usage\ta\tin-hardirq\n"
	"why\thigh\t1\tirq\tcontext=process\thardirqs=on\tsoftirqs=on\n"
	"step\tdrivers/t.c:4:2\tirq\ttakes it\n"
	"from\tone.dat\n"
	"end\t23\n";

static struct lockgraph *small_graph(void)
{
	struct lockgraph *g = lockgraph_new();
	class_t t = lockgraph_class(g, name_of("timer:t"), LK_TIMER), a = spin(g, "a"),
		b = spin(g, "&b->lock"), ab[] = { a, b };
	struct evidence e;

	next_ref = 0;
	lockgraph_alias(g, a, name_of("&y->a"));
	lockgraph_alias(g, a, name_of("&x->a"));
	depends(g, a, W, b, r, "f");
	e = by("g", CONF_MEDIUM);
	lockgraph_depends(g, a, W, b, W, &e);
	depends(g, a, r, t, R, "h");
	used(g, a, USED_IN_HARDIRQ, "irq");
	e = by("f", CONF_HIGH);
	e.config = name_of("CONFIG_X");
	e.config_off = true;
	e.party = name_of("drivers/t.c");
	lockgraph_fault(g, RULE_SLEEP_IN_ATOMIC, ab, 2, name_of("f"), name_of("msleep()"), &e);
	return g;
}

static void all_is_written(void **state)
{
	(void)state;
	struct lockgraph *g = small_graph();
	char *text = written_facts(g, "one.dat");

	assert_string_equal(text, small);
	free(text);
	lockgraph_free(g);
}

static void what_is_written_can_be_read(void **state)
{
	(void)state;
	const char *texts[] = { small };
	struct graph *g = read_texts(texts, 1);
	struct graph_view v = graph_view(g);
	class_t a = lockgraph_class(v.graph ? (struct lockgraph *)v.graph : NULL, name_of("a"), 0);
	const struct lock_dep *const *deps;
	const struct evidence *sites;
	const name_t *aliases;
	struct story s = { 0 };
	struct arena arena = { 0 };

	assert_int_equal(lockgraph_classes(v.graph), 3);
	assert_int_equal(lockgraph_class_kind(v.graph, a), LK_SPIN);
	assert_int_equal(lockgraph_aliases(v.graph, a, &aliases), 2);
	assert_int_equal(lockgraph_deps(v.graph, a, &deps), 2);
	assert_int_equal(lockgraph_usage_bits(v.graph, a), 1 << USED_IN_HARDIRQ);
	assert_int_equal(lockgraph_faults(v.graph), 1);

	struct lock_fault f = lockgraph_fault_at(v.graph, 0);

	assert_int_equal(f.rule, RULE_SLEEP_IN_ATOMIC);
	assert_string_equal(name_str(f.what), "msleep()");
	assert_int_equal(f.classes[0], a);
	assert_true(f.why->config_off);
	assert_string_equal(name_str(f.why->config), "CONFIG_X");
	assert_string_equal(name_str(f.why->party), "drivers/t.c");

	assert_int_equal(lockgraph_dep_sites(v.graph, a, deps[0]->to, DEP_EN, &sites), 2);
	assert_int_equal(sites[1].conf, CONF_MEDIUM);
	assert_string_equal(v.reason(v.front, &sites[1]), "a guess");
	assert_null(v.reason(v.front, &sites[0]));
	v.story(v.front, &sites[1], &arena, &s);
	assert_int_equal(s.nsteps, 1);
	assert_int_equal(s.steps[0].line, 2);
	assert_string_equal(name_str(s.steps[0].file), "drivers/t.c");
	assert_string_equal(s.steps[0].what, "takes it");
	assert_int_equal(s.nsources, 1);
	assert_string_equal(name_str(s.sources[0]), "one.dat");
	arena_free(&arena);
	graph_free(g);
}

static void reading_and_writing_changes_nothing(void **state)
{
	(void)state;
	const char *texts[] = { small, small };

	for (unsigned n = 1; n <= 2; n++) {
		char *again = united(texts, n);

		assert_string_equal(again, small);
		free(again);
	}
}

/* A story with everything in it that a story can have, and names of hostile text. */
static void tell_all(void *front, const struct evidence *why, struct arena *a, struct story *out)
{
	(void)front;
	(void)why;
	out->ctx = LC_SOFTIRQ;
	out->irqs_on = 0;
	out->bh_on = -1;
	out->root = "a\ttab";
	out->why_irqs = "a\nline and \\ and \x7f\x01 and ä";
	out->nsteps = 2;
	out->steps = arena_array(a, struct story_step, 2);
	out->steps[0] = (struct story_step){ .file = name_of("C:\\odd:name"), .expanded = true };
	out->steps[1] = (struct story_step){ .function = name_of("f"), .line = 7, .what = "x\ty" };
}

static void hostile_names_are_kept(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	const struct graph_view view = { .graph = g, .story = tell_all };
	class_t c = lockgraph_class(g, name_of("a\tb\nend\t1"), LK_NONE);

	used(g, c, ENABLED_SOFTIRQ_READ, "f\\");

	char *text = written(&view);
	const char *texts[] = { text };

	assert_string_equal(text, "unspin-graph\t1\n"
				  "class\ta\\tb\\nend\\t1\tnone\n"
				  "usage\ta\\tb\\nend\\t1\tsoftirqs-on-read\n"
				  "why\thigh\t1\tf\\\\\tcontext=softirq\thardirqs=off\troot=a\\ttab"
				  "\tsince=a\\nline and \\\\ and \\x7f\\x01 and ä\n"
				  "macro\tC:\\\\odd:name:0:0\t\t\n"
				  "step\t:7:0\tf\tx\\ty\n"
				  "end\t6\n");

	char *again = united(texts, 1);

	assert_string_equal(again, text);
	free(again);
	free(text);
	lockgraph_free(g);
}

static void sources_are_a_set(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	const char *names[] = { "k", "b", "j", "c", "i", "d", "h", "e", "g", "f", "a", "b" };
	char *texts[ARRAY_SIZE(names)];

	next_ref = 0;
	used(g, spin(g, "l"), USED_IN_HARDIRQ, "f");
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		texts[i] = written_facts(g, names[i]);

	char *all = united((const char *const *)texts, ARRAY_SIZE(names));

	assert_non_null(strstr(all, "from\ta\nfrom\tb\nfrom\tc\nfrom\td\nfrom\te\nfrom\tf\n"
				    "from\tg\nfrom\th\nend"));
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		free(texts[i]);
	free(all);
	lockgraph_free(g);
}

/* ---- what is refused ---- */

#define HEAD "unspin-graph\t1\n"
#define CLASS "class\ta\tspinlock\n"
#define USAGE "usage\ta\tin-hardirq\n"
#define WHY "why\thigh\t1\tf\n"

static const char *const bad[] = {
	"",
	"\n",
	"some text\n",
	"unspin-graph",
	"unspin-graph\t2\nend\t1\n",
	HEAD,
	HEAD "end\t2\n",
	HEAD "end\t01\n",
	HEAD "end\t1",
	HEAD "end\t1\n\n",
	HEAD "end\t1\n" HEAD "end\t1\n",
	HEAD "bogus\ta\nend\t2\n",
	HEAD "class\ta\nend\t2\n",
	HEAD "class\ta\tspin\nend\t2\n",
	HEAD "class\ta\tSPINLOCK\nend\t2\n",
	HEAD "class\t\tspinlock\nend\t2\n",
	HEAD "class\ta\tspinlock\t\nend\t2\n",
	HEAD "class\ta\tspinlock\ta\nend\t2\n",
	HEAD "class\ta\tspinlock\tc\tb\nend\t2\n",
	HEAD "class\ta\tspinlock\tb\tb\nend\t2\n",
	HEAD "class\ta\\q\tspinlock\nend\t2\n",
	HEAD "class\ta\\x41\tspinlock\nend\t2\n",
	HEAD "class\ta\\x0\tspinlock\nend\t2\n",
	HEAD "class\ta\\x00\tspinlock\nend\t2\n",
	HEAD "class\ta\x01\tspinlock\nend\t2\n",
	HEAD "class\ta\\\tspinlock\nend\t2\n",
	HEAD CLASS CLASS "end\t3\n",
	HEAD "class\ta\tmutex\n" CLASS "end\t3\n",
	HEAD "class\tb\tspinlock\n" CLASS "end\t3\n",
	HEAD USAGE WHY "end\t3\n",
	HEAD CLASS USAGE "end\t3\n",
	HEAD CLASS WHY "end\t3\n",
	HEAD CLASS "usage\ta\tin-nmi\n" WHY "end\t4\n",
	HEAD CLASS "usage\ta\tin-hardirq\tx\n" WHY "end\t4\n",
	HEAD CLASS "dep\ta\ta\n" WHY "end\t4\n",
	HEAD CLASS "dep\ta\tb\tEN\n" WHY "end\t4\n",
	HEAD CLASS "dep\ta\ta\tXX\n" WHY "end\t4\n",
	HEAD CLASS "fault\tno-rule\tf\t\ta\n" WHY "end\t4\n",
	HEAD CLASS "fault\tdouble-lock\tf\n" WHY "end\t4\n",
	HEAD CLASS "fault\tdouble-lock\tf\t\ta\n" WHY "fault\tdouble-lock\tf\tx\ta\n" WHY
		   "end\t6\n",
	HEAD CLASS USAGE "step\t:0:0\tf\t\nend\t4\n",
	HEAD CLASS USAGE WHY "step\tx\tf\t\nend\t5\n",
	HEAD CLASS USAGE WHY "step\tx:1\tf\t\nend\t5\n",
	HEAD CLASS USAGE WHY "step\tx:1:01\tf\t\nend\t5\n",
	HEAD CLASS USAGE WHY "step\tx:1:4294967296\tf\t\nend\t5\n",
	HEAD CLASS USAGE WHY "step\tx:1:1\tf\nend\t5\n",
	HEAD CLASS USAGE WHY "step\tx:1:1\tf\t\tmore\nend\t5\n",
	HEAD CLASS USAGE WHY "step\tx\\q:1:1\tf\t\nend\t5\n",
	HEAD CLASS USAGE WHY "step\tx:1:1\tf\\q\t\nend\t5\n",
	HEAD CLASS USAGE "why\t\\q\t1\tf\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t1\tf\troot=\\q\nend\t4\n",
	HEAD "class\ta\tspinlock\tb\\q\nend\t2\n",
	HEAD CLASS USAGE WHY "from\nend\t5\n",
	HEAD CLASS USAGE WHY "from\tb\nfrom\ta\nend\t6\n",
	HEAD CLASS USAGE WHY "from\ta\nfrom\ta\nend\t6\n",
	HEAD CLASS USAGE WHY "from\ta\nstep\tx:1:1\tf\t\nend\t6\n",
	HEAD CLASS USAGE WHY "from\ta\nfrom\tb\nfrom\tc\nfrom\td\nfrom\te\nfrom\tf\nfrom\tg\nfrom\t"
			     "h\nfrom\ti\nend\t13\n",
	HEAD CLASS USAGE WHY WHY "end\t5\n",
	HEAD CLASS USAGE WHY "why\thigh\t2\tf\nend\t5\n",
	HEAD CLASS USAGE "why\tlow\t1\tg\n" WHY "end\t5\n",
	HEAD CLASS USAGE "why\tsure\t1\tf\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t65536\tf\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t-1\tf\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t1\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t1\tf\tbogus=1\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t1\tf\tdoubt=\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t1\tf\thardirqs=maybe\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t1\tf\tcontext=unknown\nend\t4\n",
	HEAD CLASS USAGE "why\thigh\t1\tf\troot=x\tcontext=nmi\nend\t4\n",
};

static void other_text_is_refused(void **state)
{
	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(bad); i++) {
		struct graph *g = graph_new();
		unsigned before = diag_count();

		if (graph_parse(g, "bad", bad[i], strlen(bad[i])))
			fail_msg("read as a graph: %s", bad[i]);
		assert_int_equal(diag_count(), before + 1);
		graph_free(g);
	}
}

static void nul_bytes_are_refused(void **state)
{
	(void)state;
	static const char text[] = HEAD "class\ta\0b\tspinlock\nend\t2\n";
	struct graph *g = graph_new();

	assert_false(graph_parse(g, "nul", text, sizeof(text) - 1));
	graph_free(g);
}

/* Cut anywhere, it is not taken for a smaller graph. */
static void a_cut_graph_is_refused(void **state)
{
	(void)state;
	for (size_t len = 0; len + 1 < sizeof(small); len++) {
		struct graph *g = graph_new();

		assert_false(graph_parse(g, "cut", small, len));
		graph_free(g);
	}
}

/* More evidence than a lock graph keeps: a file of ours never has it. */
static void evidence_is_bounded(void **state)
{
	(void)state;
	struct strbuf b = { 0 };

	for (unsigned n = USAGE_SITES; n <= USAGE_SITES + 1; n++) {
		struct graph *g = graph_new();

		strbuf_clear(&b);
		strbuf_puts(&b, HEAD CLASS USAGE);
		for (unsigned i = 0; i < n; i++)
			strbuf_printf(&b, "why\thigh\t%u\tf%u\n", i, i);
		strbuf_printf(&b, "end\t%u\n", n + 3);
		assert_int_equal(graph_parse(g, "many", strbuf_str(&b), b.len), n == USAGE_SITES);
		graph_free(g);
	}
	strbuf_free(&b);
}

static void endless_lines_are_refused(void **state)
{
	(void)state;
	struct graph *g = graph_new();

	assert_false(graph_read(g, "/dev/zero"));
	graph_free(g);
	g = graph_new();
	assert_false(graph_read(g, "/"));
	graph_free(g);
	g = graph_new();
	assert_false(graph_read(g, "/no/such/file"));
	graph_free(g);
}

static void a_full_disk_is_told(void **state)
{
	(void)state;
	struct lockgraph *g = small_graph();
	const struct graph_view view = { .graph = g };
	unsigned before = diag_count();

	assert_false(graph_save("/dev/full", &view));
	assert_false(graph_save("/no/such/file", &view));
	assert_int_equal(diag_count(), before + 2);
	lockgraph_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_written),
		cmocka_unit_test(what_is_written_can_be_read),
		cmocka_unit_test(reading_and_writing_changes_nothing),
		cmocka_unit_test(hostile_names_are_kept),
		cmocka_unit_test(sources_are_a_set),
		cmocka_unit_test(other_text_is_refused),
		cmocka_unit_test(nul_bytes_are_refused),
		cmocka_unit_test(a_cut_graph_is_refused),
		cmocka_unit_test(evidence_is_bounded),
		cmocka_unit_test(endless_lines_are_refused),
		cmocka_unit_test(a_full_disk_is_told),
	};
	int failed = cmocka_run_group_tests_name("graph format", tests, NULL, NULL);

	name_free_all();
	return failed;
}
