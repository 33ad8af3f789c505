// SPDX-License-Identifier: GPL-2.0-only
/* Dumps of /proc/lockdep and /proc/lockdep_chains are read, and become a lock graph. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/strbuf.h"
#include "trace/lockdep_dump.h"

/* Add @text to @d as a file of its own. */
static bool read_text(struct lockdep_dump *d, const char *text)
{
	char path[] = "/tmp/unspin-lockdep-XXXXXX";
	int fd = mkstemp(path);
	struct input in;
	bool good;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	assert_true(input_open(&in, path));
	good = lockdep_dump_read(d, &in);
	input_close(&in);
	unlink(path);
	return good;
}

static const char classes[] =
	"all lock classes:\n"
	"(____ptrval____) OPS:     118 FD:  121 BD:   18 ++++: cpu_hotplug_lock\n"
	" -> [(____ptrval____)] text mutex#2\n"
	" -> [(____ptrval____)] &x->wait\n"
	"\n"
	"ffffffff82a3c5b0 FD:    7 BD:   20 -.?.: &x->wait\n"
	"\n"
	"00000000a3c5b0d4 OPS:       1 FD:    1 BD:    1 .-.?: &type->s_umount_key#5/1\n"
	"\n"
	"00000000a3c5b0d5 FD:    1 BD:    1 ....: text mutex#2\n"
	"\n";

static const char chains[] = "all lock chains:\n"
			     "irq_context: 0\n"
			     "[(____ptrval____)] cpu_hotplug_lock\n"
			     "[(____ptrval____)] &x->wait\n"
			     "[(____ptrval____)] pool_lock\n"
			     "\n"
			     "irq_context: softirq\n"
			     "[(____ptrval____)] &x->wait\n"
			     "\n"
			     "irq_context: hardirq|softirq\n"
			     "[(____ptrval____)] &x->wait\n"
			     "[(____ptrval____)] pool_lock\n"
			     "\n"
			     "irq_context: 2\n"
			     "[(____ptrval____)] pool_lock\n"
			     "\n";

static void assert_text(struct strbuf *got, const char *want)
{
	assert_string_equal(strbuf_str(got), want);
	strbuf_free(got);
}

static void print_dump(const struct lockdep_dump *d, struct strbuf *out)
{
	for (unsigned i = 0; i < d->classes.n; i++) {
		const struct lockdep_class *c = &d->classes.at[i];

		strbuf_printf(out, "%u:%u %s", c->place.file, c->place.line, name_str(c->name));
		if (c->in_classes)
			strbuf_printf(out, " ops %u", (unsigned)c->ops);
		if (c->usage_known)
			strbuf_printf(out, " usage %02x", c->usage);
		strbuf_puts(out, "\n");
	}
	for (unsigned i = 0; i < d->deps.n; i++) {
		const struct lockdep_dep *dep = &d->deps.at[i];

		strbuf_printf(out, "%u:%u %s -> %s\n", dep->place.file, dep->place.line,
			      name_str(d->classes.at[dep->from].name),
			      name_str(d->classes.at[dep->to].name));
	}
	for (unsigned i = 0; i < d->chains.n; i++) {
		const struct lockdep_chain *c = &d->chains.at[i];

		strbuf_printf(out, "%u:%u %s:", c->place.file, c->place.line,
			      lock_ctx_name(c->ctx));
		for (unsigned l = 0; l < c->n; l++)
			strbuf_printf(out, " %s",
				      name_str(d->classes.at[d->links.at[c->first + l]].name));
		strbuf_puts(out, "\n");
	}
}

static void test_both_dumps(void **state)
{
	struct lockdep_dump d = { 0 };
	struct strbuf got = { 0 };
	unsigned said = diag_count();

	(void)state;
	assert_true(read_text(&d, classes));
	assert_true(read_text(&d, chains));
	assert_int_equal(diag_count(), said);
	print_dump(&d, &got);
	assert_text(&got, "0:2 cpu_hotplug_lock ops 118 usage cc\n"
			  "0:10 text mutex#2 ops 0 usage 00\n"
			  "0:6 &x->wait ops 0 usage 51\n"
			  "0:8 &type->s_umount_key#5/1 ops 1 usage a2\n"
			  "1:5 pool_lock\n"
			  "0:3 cpu_hotplug_lock -> text mutex#2\n"
			  "0:4 cpu_hotplug_lock -> &x->wait\n"
			  "1:2 process: cpu_hotplug_lock &x->wait pool_lock\n"
			  "1:7 softirq: &x->wait\n"
			  "1:10 hardirq: &x->wait pool_lock\n"
			  "1:14 hardirq: pool_lock\n");
	lockdep_dump_free(&d);
}

/* Without CONFIG_PROVE_LOCKING there are names and nothing else. */
static void test_without_prove_locking(void **state)
{
	struct lockdep_dump d = { 0 };
	struct strbuf got = { 0 };

	(void)state;
	assert_true(read_text(&d, "all lock classes:\n"
				  "(____ptrval____): cpu_hotplug_lock\n"
				  "ffffffff82a3c5b0 OPS:       1: a: b\n"));
	print_dump(&d, &got);
	assert_text(&got, "0:2 cpu_hotplug_lock ops 0\n"
			  "0:3 a: b ops 1\n");
	lockdep_dump_free(&d);
}

static void test_looks(void **state)
{
	static const char *const good[] = { classes, chains, "(buggered) all lock chains:\n" };
	static const char *const bad[] = { "", "all lock", "# tracer: nop\n",
					   "all lock classes: 5" };

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(good); i++)
		assert_true(lockdep_dump_looks((const unsigned char *)good[i],
					       (unsigned)strlen(good[i])));
	for (unsigned i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(lockdep_dump_looks((const unsigned char *)bad[i],
						(unsigned)strlen(bad[i])));
}

/* Lines that are none are told once, and what stands around them is read. */
static void test_bad_lines(void **state)
{
	struct lockdep_dump d = { 0 };
	struct strbuf got = { 0 };
	unsigned said = diag_count();

	(void)state;
	assert_true(read_text(&d, "all lock classes:\n"
				  " -> [(____ptrval____)] of nobody\n"
				  "(____ptrval____) FD:    1 BD:    1 +.+.: first\n"
				  "(____ptrval____) FD:    1 BD:    1 +.x.: usage\n"
				  " -> [(____ptrval____)] of nobody\n"
				  "(____ptrval____) FD:    1 BD:    1 +.+.: \n"
				  "nothing\n"
				  "(____ptrval____) FD:    1 BD:    1 +.+.: second\n"
				  " -> first\n"
				  "irq_context: 7\n"
				  "[(____ptrval____)] first\n"
				  "irq_context: 0\n"
				  "[(____ptrval____)] second\n"
				  "[(____ptrval____)"));
	assert_int_equal(diag_count(), said + 1);
	print_dump(&d, &got);
	assert_text(&got, "0:2 of nobody\n"
			  "0:3 first ops 0 usage 44\n"
			  "0:8 second ops 0 usage 44\n"
			  "0:12 process: second\n");
	assert_false(read_text(&d, "nothing\n"));
	lockdep_dump_free(&d);
}

/* A hostile dump has no more classes than lockdep itself. */
static void test_too_many_classes(void **state)
{
	struct lockdep_dump d = { 0 };
	struct strbuf text = { 0 };
	unsigned said = diag_count();

	(void)state;
	for (unsigned i = 0; i <= LOCKDEP_CLASSES_MAX; i++)
		strbuf_printf(&text, "ffff FD:    1 BD:    1 +.+.: class %u\n", i);
	assert_true(read_text(&d, strbuf_str(&text)));
	assert_int_equal(d.classes.n, LOCKDEP_CLASSES_MAX);
	assert_int_equal(diag_count(), said + 1);
	strbuf_free(&text);
	lockdep_dump_free(&d);
}

static void test_plain_name(void **state)
{
	static const struct {
		const char *name, *plain;
	} names[] = {
		{ "&type->s_umount_key#5/1", "&type->s_umount_key" },
		{ "&x->wait#12", "&x->wait" },
		{ "&s->lock/2", "&s->lock" },
		{ "cpu_hotplug_lock", "cpu_hotplug_lock" },
		{ "a/b#c", "a/b#c" },
		{ "lock2", "lock2" },
		{ "#2", "#2" },
		{ "/", "/" },
	};

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		assert_string_equal(name_str(lockdep_dump_plain_name(name_of(names[i].name))),
				    names[i].plain);
}

static void print_story(struct lockdep_dump *d, const struct evidence *why, struct strbuf *out)
{
	struct arena a = { 0 };
	struct story s;

	lockdep_dump_story(d, why, &a, &s);
	assert_int_equal(s.nsteps, 1);
	assert_true(lockdep_dump_told(&s));
	assert_non_null(lockdep_dump_reason(d, why));
	assert_true(why->ref & LOCKDEP_REF);
	strbuf_printf(out, "  %u %s, %s: %s\n", s.steps[0].line, lock_ctx_name(s.ctx),
		      confidence_name(why->conf), s.steps[0].what);
	arena_free(&a);
}

static void print_graph(struct lockdep_dump *d, const struct lockgraph *g, struct strbuf *out)
{
	for (class_t c = 1; c <= lockgraph_classes(g); c++) {
		const struct lock_dep *const *deps;
		const name_t *aliases;
		unsigned n = lockgraph_deps(g, c, &deps);

		strbuf_printf(out, "%s", name_str(lockgraph_class_name(g, c)));
		if (lockgraph_aliases(g, c, &aliases))
			strbuf_printf(out, " alias %s", name_str(aliases[0]));
		strbuf_puts(out, "\n");
		for (unsigned bit = 0; bit < USAGE_N; bit++)
			if (lockgraph_usage_bits(g, c) & 1u << bit)
				print_story(d, lockgraph_usage_why(g, c, bit), out);
		for (unsigned i = 0; i < n; i++)
			for (unsigned mode = 0; mode < DEP_N; mode++)
				if (deps[i]->modes & 1u << mode)
					print_story(d, deps[i]->why[mode], out);
	}
}

static void test_graph(void **state)
{
	struct lockdep_dump d = { 0 };
	struct lockgraph *g = lockgraph_new();
	struct strbuf got = { 0 };

	(void)state;
	read_text(&d, "all lock classes:\n"
		      "(____ptrval____) FD:  121 BD:   18 ?...: &a->lock#2/1\n"
		      " -> [(____ptrval____)] b\n"
		      "\n"
		      "(____ptrval____) FD:  121 BD:   18 ..-+: b\n");
	read_text(&d, "all lock chains:\n"
		      "irq_context: 0\n"
		      "\n"
		      "irq_context: hardirq\n"
		      "[(____ptrval____)] &a->lock#2/1\n"
		      "[(____ptrval____)] b\n"
		      "[(____ptrval____)] c\n");
	lockdep_dump_to_graph(&d, NULL, g);
	print_graph(&d, g, &got);
	assert_text(&got,
		    "&a->lock#2/1 alias &a->lock\n"
		    "  2 hardirq, medium: lockdep has seen it taken in hardirq context\n"
		    "  2 unknown, medium: lockdep has seen it held with hardirqs on\n"
		    "  3 hardirq, medium: lockdep has seen `b` taken with `&a->lock#2/1` held\n"
		    "b\n"
		    "  5 softirq, medium: lockdep has seen it taken in softirq context\n"
		    "  5 unknown, medium: lockdep has seen it held for reading with softirqs on\n"
		    "  7 hardirq, low: lockdep has seen `c` taken with `b` held\n"
		    "c\n");
	lockgraph_free(g);
	lockdep_dump_free(&d);
}

/* What lockdep does not validate stands in chains, but is no dependency and ends none. */
static void test_unchecked_in_chains(void **state)
{
	struct lockdep_dump d = { 0 };
	struct lockgraph *g = lockgraph_new();
	struct names *names = names_new();
	struct strbuf got = { 0 };

	(void)state;
	read_text(&d, "all lock chains:\n"
		      "irq_context: 0\n"
		      "[(____ptrval____)] a\n"
		      "[(____ptrval____)] rcu_read_lock\n"
		      "[(____ptrval____)] &dev->mutex\n"
		      "[(____ptrval____)] b\n"
		      "[(____ptrval____)] rcu_read_lock\n");
	lockdep_dump_to_graph(&d, names, g);
	print_graph(&d, g, &got);
	assert_text(&got, "a\n"
			  "  6 process, low: lockdep has seen `b` taken with `a` held\n"
			  "rcu_read_lock\n"
			  "&dev->mutex\n"
			  "b\n");
	names_free(names);
	lockgraph_free(g);
	lockdep_dump_free(&d);
}

/* The rules work on it as on any other front end's graph. */
static void test_rules(void **state)
{
	struct lockdep_dump d = { 0 };
	struct lockgraph *g = lockgraph_new();
	struct rules_options opt = { .least = CONF_MEDIUM };
	struct findings found = { 0 };

	(void)state;
	read_text(&d, "all lock classes:\n"
		      "(____ptrval____) FD:  121 BD:   18 ?...: &a->lock\n");
	lockdep_dump_to_graph(&d, NULL, g);
	opt.enabled[RULE_IRQ_UNSAFE] = true;
	rules_run(g, &opt, lockdep_dump_story, lockdep_dump_reason, &d, &found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.at[0].rule, RULE_IRQ_UNSAFE);
	assert_int_equal(found.at[0].line, 2);
	findings_free(&found);
	lockgraph_free(g);
	lockdep_dump_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_dumps),
		cmocka_unit_test(test_without_prove_locking),
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_bad_lines),
		cmocka_unit_test(test_too_many_classes),
		cmocka_unit_test(test_plain_name),
		cmocka_unit_test(test_graph),
		cmocka_unit_test(test_unchecked_in_chains),
		cmocka_unit_test(test_rules),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	name_free_all();
	return failed;
}
