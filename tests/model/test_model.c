// SPDX-License-Identifier: GPL-2.0-only
/* The model format: what each verb says, what is refused and how; and the shipped files load. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/model.h"

static struct model *parse(const char *text, unsigned *errors)
{
	return model_parse("t.model", text, strlen(text), errors);
}

/* A model that must be free of errors. */
static struct model *good(const char *text)
{
	unsigned errors;
	struct model *m = parse(text, &errors);

	assert_int_equal(errors, 0);
	return m;
}

static const struct effect *api(const struct model *m, const char *name, unsigned want)
{
	unsigned n;
	const struct effect *e = model_api(m, name_of(name), &n);

	assert_int_equal(n, want);
	return e;
}

static const struct ops_ctx *ops(const struct model *m, const char *tag, const char *member,
				 unsigned want)
{
	unsigned n;
	const struct ops_ctx *o = model_ops(m, name_of(tag), name_of(member), &n);

	assert_int_equal(n, want);
	return o;
}

/* What model_parse() writes to stderr for @text, in @out. */
static unsigned errors_of(const char *text, char *out, size_t size)
{
	char path[] = "/tmp/test_model.XXXXXX";
	int fd = mkstemp(path), saved = dup(STDERR_FILENO);
	unsigned errors;

	assert_true(fd >= 0 && saved >= 0);
	unlink(path);
	fflush(stderr);
	dup2(fd, STDERR_FILENO);
	model_free(parse(text, &errors));
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);

	ssize_t n = pread(fd, out, size - 1, 0);

	close(fd);
	assert_true(n >= 0);
	out[n] = '\0';
	return errors;
}

/* ---- verbs ---- */

static void acquire_says_it_all(void **state)
{
	struct model *m =
		good("acquire F(x, l, flags, sub, outer) kind=raw-spinlock lock=l irqs=save:flags "
		     "bh=off preempt=off subclass=sub nest=outer try ok=zero ordered\n");
	const struct effect *e = api(m, "F", 1);

	(void)state;
	assert_int_equal(e->op, EF_ACQUIRE);
	assert_int_equal(e->kind, LK_RAW_SPIN);
	assert_int_equal(e->mode, LM_EXCLUSIVE);
	assert_int_equal(e->arg, 1);
	assert_int_equal(e->irqs, SW_SAVE);
	assert_int_equal(e->flags_arg, 2);
	assert_int_equal(e->bh, SW_OFF);
	assert_int_equal(e->preempt, SW_OFF);
	assert_int_equal(e->subclass, -1);
	assert_int_equal(e->subclass_arg, 3);
	assert_int_equal(e->nest_arg, 4);
	assert_true(e->try && e->ok_zero && e->ordered && !e->may_fail);
	model_free(m);
}

static void first_parameter_is_the_lock(void **state)
{
	struct model *m =
		good("acquire F(l) kind=mutex subclass=1\nrelease F(l, x) kind=mutex lock=x.a.b\n");
	const struct effect *e = api(m, "F", 2);

	(void)state;
	assert_int_equal(e[0].arg, 0);
	assert_int_equal(e[0].subclass, 1);
	assert_int_equal(e[0].path[0], 0);
	assert_int_equal(e[1].op, EF_RELEASE);
	assert_int_equal(e[1].arg, 1);
	assert_string_equal(name_str(e[1].path[0]), "a");
	assert_string_equal(name_str(e[1].path[1]), "b");
	assert_int_equal(e[1].path[2], 0);
	model_free(m);
}

static void fixed_objects(void **state)
{
	struct model *m = good("acquire rtnl_lock() kind=mutex object=rtnl_mutex\n"
			       "assert ASSERT_RTNL() object=rtnl_mutex\n");
	const struct effect *e = api(m, "rtnl_lock", 1);

	(void)state;
	assert_int_equal(e->arg, ARG_NONE);
	assert_string_equal(name_str(e->object), "rtnl_mutex");
	e = api(m, "ASSERT_RTNL", 1);
	assert_int_equal(e->op, EF_ASSERT);
	assert_string_equal(name_str(e->object), "rtnl_mutex");
	model_free(m);
}

static void lines_add_up_in_order(void **state)
{
	struct model *m = good("sleep F\nleaf G\nwait F(w) for=work\nsleep G(a, gfp) gfp=gfp\n");
	const struct effect *e = api(m, "F", 2);

	(void)state;
	assert_int_equal(e[0].op, EF_SLEEP);
	assert_int_equal(e[0].gfp_arg, ARG_NONE);
	assert_int_equal(e[1].op, EF_WAIT);
	assert_int_equal(e[1].kind, LK_WORK);
	e = api(m, "G", 2);
	assert_int_equal(e[0].op, EF_LEAF);
	assert_int_equal(e[1].gfp_arg, 1);
	api(m, "H", 0);
	model_free(m);
}

static void callbacks(void **state)
{
	struct model *m =
		good("callback F(t, fn, flags) run=fn ctx=softirq object=timer:t arg=0:t "
		     "unless=flags:IRQSAFE\n"
		     "callback G(d, fn) run=fn ctx=caller now atomic arg=1:d.work\n"
		     "callback H(nb) run=nb member=notifier_call ctx=process irqs=unknown\n"
		     "callback I(fn) run=fn ctx=process object=kthread:result\n");
	const struct effect *e = api(m, "F", 1);

	(void)state;
	assert_int_equal(e->ctx, LC_SOFTIRQ);
	assert_int_equal(e->arg, 1);
	assert_int_equal(e->cb_irqs, SW_ON);
	assert_int_equal(e->cb_bh, SW_OFF);
	assert_int_equal(e->cb_object_kind, LK_TIMER);
	assert_int_equal(e->cb_object_arg, 0);
	assert_int_equal(e->cb_param, 0);
	assert_int_equal(e->cb_param_arg, 0);
	assert_int_equal(e->when[0].arg, 2);
	assert_true(e->when[0].negate);
	assert_string_equal(name_str(e->when[0].words[0]), "IRQSAFE");
	assert_int_equal(e->when[1].arg, ARG_NONE);

	e = api(m, "G", 1);
	assert_int_equal(e->ctx, LC_UNKNOWN);
	assert_true(e->cb_now && e->cb_atomic);
	assert_int_equal(e->cb_irqs, SW_KEEP);
	assert_int_equal(e->cb_param, 1);
	assert_string_equal(name_str(e->cb_param_member), "work");

	e = api(m, "H", 1);
	assert_string_equal(name_str(e->cb_member), "notifier_call");
	assert_int_equal(e->cb_irqs, SW_KEEP);
	assert_int_equal(e->cb_bh, SW_KEEP);
	assert_int_equal(api(m, "I", 1)->cb_object_arg, ARG_RESULT);
	model_free(m);
}

static void words_of_a_condition(void **state)
{
	struct model *m = good("sleep F(a) when=a:X|Y|NULL\nsleep G(a) unless=a:MODE_*SOFT\n");
	const struct effect *e = api(m, "F", 1);

	(void)state;
	assert_string_equal(name_str(e->when[0].words[0]), "X");
	assert_string_equal(name_str(e->when[0].words[2]), "NULL");
	assert_int_equal(e->when[0].words[3], 0);

	name_t pattern = api(m, "G", 1)->when[0].words[0];

	assert_true(model_word_matches(pattern, name_of("MODE_SOFT")));
	assert_true(model_word_matches(pattern, name_of("MODE_REL_SOFT_SOFT")));
	assert_false(model_word_matches(pattern, name_of("MODE_REL_SOFTLY")));
	assert_false(model_word_matches(pattern, name_of("REL_MODE_SOFT")));
	assert_true(model_word_matches(name_of("A*"), name_of("A")));
	assert_false(model_word_matches(name_of("A"), name_of("AB")));
	model_free(m);
}

static void what_no_thread_runs(void **state)
{
	struct model *m = good("callback F(fn, flags) run=fn ctx=hardirq hard=flags:A|B\n"
			       "callback G(fn) run=fn ctx=hardirq hard=always\n"
			       "callback H(fn) run=fn ctx=hardirq\n"
			       "ops chip.ack ctx=hardirq hard=always\n"
			       "ops chip.mask ctx=hardirq\n"
			       "realtime arm64|x86\n");
	unsigned n;

	(void)state;
	assert_true(api(m, "F", 1)->cb_hard);
	assert_int_equal(api(m, "F", 1)->cb_hard_if.arg, 1);
	assert_string_equal(name_str(api(m, "F", 1)->cb_hard_if.words[1]), "B");
	assert_true(api(m, "G", 1)->cb_hard);
	assert_int_equal(api(m, "G", 1)->cb_hard_if.arg, ARG_NONE);
	assert_false(api(m, "H", 1)->cb_hard);
	assert_true(model_ops(m, name_of("chip"), name_of("ack"), &n)->hard);
	assert_false(model_ops(m, name_of("chip"), name_of("mask"), &n)->hard);
	assert_true(model_is_realtime(m, name_of("x86")));
	assert_false(model_is_realtime(m, name_of("alpha")));
	model_free(m);
}

static void two_conditions(void **state)
{
	struct model *m =
		good("sleep F(a, b) when=a:NULL unless=b:X\nsleep G(a, b) unless=a:X unless=b:Y\n");
	const struct effect *e = api(m, "F", 1);

	(void)state;
	assert_int_equal(e->when[0].arg, 0);
	assert_false(e->when[0].negate);
	assert_int_equal(e->when[1].arg, 1);
	assert_true(e->when[1].negate);
	e = api(m, "G", 1);
	assert_true(e->when[0].negate && e->when[1].negate);
	model_free(m);
}

static void ops_of_a_struct(void **state)
{
	struct model *m = good(
		"ops u.* ctx=process\n"
		"ops u.start|stop ctx=process irqs=off atomic holds=\"mutex:struct u.lock\" holds=rwsem:x\n"
		"ops u.start ctx=hardirq phase=teardown object=hrtimer\n");
	const struct ops_ctx *o = ops(m, "u", "start", 2);

	(void)state;
	assert_int_equal(o[0].irqs, SW_OFF);
	assert_int_equal(o[0].bh, SW_KEEP);
	assert_true(o[0].atomic);
	assert_string_equal(name_str(o[0].holds[0]), "struct u.lock");
	assert_int_equal(o[0].hold_kinds[0], LK_MUTEX);
	assert_string_equal(name_str(o[0].holds[1]), "x");
	assert_int_equal(o[0].hold_kinds[1], LK_RWSEM);
	assert_int_equal(o[1].ctx, LC_HARDIRQ);
	assert_int_equal(o[1].phase, PHASE_TEARDOWN);
	assert_int_equal(o[1].object_kind, LK_HRTIMER);
	ops(m, "u", "stop", 1);
	o = ops(m, "u", "open", 1);
	assert_int_equal(o->irqs, SW_ON);
	assert_int_equal(o->bh, SW_ON);
	ops(m, "v", "open", 0);
	model_free(m);
}

static void words_of_a_file(void **state)
{
	struct model *m = good("sleep F maybe unless-unit=X\nops u.m ctx=process unless-unit=Y\n"
			       "leaf G unless-unit=X weak\n");
	const name_t *words;
	unsigned n;

	(void)state;
	assert_true(api(m, "F", 1)->maybe);
	assert_false(api(m, "F", 1)->weak);
	assert_true(api(m, "G", 1)->weak);
	assert_int_equal(api(m, "F", 1)->unless_unit, 1);
	assert_int_equal(ops(m, "u", "m", 1)->unless_unit, 2);
	words = model_unit_words(m, &n);
	assert_int_equal(n, 2);
	assert_int_equal(words[0], name_of("X"));
	assert_int_equal(words[1], name_of("Y"));
	model_free(m);
}

static void definers(void **state)
{
	struct model *m = good("definer DEFINE_MUTEX(x) lock=x kind=mutex\n"
			       "definer ATTR(n) run=n:%_show ctx=process\n"
			       "definer ATTR(n) run=n:%_store ctx=process\n"
			       "definer DEFINE_TIMER(t, fn) run=fn ctx=softirq object=timer:t\n");
	unsigned n;
	const struct definer *d = model_definer(m, name_of("DEFINE_MUTEX"), &n);

	(void)state;
	assert_int_equal(n, 1);
	assert_int_equal(d->op, EF_INIT);
	assert_int_equal(d->kind, LK_MUTEX);
	assert_int_equal(d->arg, 0);
	d = model_definer(m, name_of("ATTR"), &n);
	assert_int_equal(n, 2);
	assert_string_equal(name_str(d[1].pattern), "%_store");
	assert_int_equal(d[1].how.ctx, LC_PROCESS);
	d = model_definer(m, name_of("DEFINE_TIMER"), &n);
	assert_int_equal(d->arg, 1);
	assert_int_equal(d->pattern, 0);
	assert_int_equal(d->how.object_kind, LK_TIMER);
	assert_int_equal(d->object_arg, 0);
	model_free(m);
}

static void names_with_a_star(void **state)
{
	struct model *m = good("leaf trace_*\nsleep trace_long_*\nleaf trace_own\nsleep trace_own\n"
			       "root __do_sys_* ctx=process\n");
	unsigned n;

	(void)state;
	assert_int_equal(api(m, "trace_foo", 1)->op, EF_LEAF);
	assert_int_equal(api(m, "trace_long_foo", 1)->op, EF_SLEEP);
	api(m, "trace_own", 2);
	api(m, "trace", 0);
	assert_non_null(model_root(m, name_of("__do_sys_read"), &n));
	assert_null(model_root(m, name_of("__do_sy"), &n));
	model_free(m);
}

static void small_verbs(void **state)
{
	struct model *m = good(
		"type spinlock_t kind=spinlock\ncontainer a b\nsection __init phase=boot\n"
		"gfp GFP_KERNEL|GFP_NOIO\n"
		"guard g acquire=f release=r\nguard g acquire=f2 release=r\n"
		"noreturn panic\nobject netdev_priv(dev)\nsignal complete(x) for=completion\n");
	const struct guard_class *g = model_guard(m, name_of("g"));

	(void)state;
	assert_int_equal(model_type(m, name_of("spinlock_t")), LK_SPIN);
	assert_int_equal(model_type(m, name_of("int")), LK_NONE);
	assert_true(model_is_container(m, name_of("b")));
	assert_false(model_is_container(m, name_of("c")));
	assert_int_equal(model_section(m, name_of("__init")), PHASE_BOOT);
	assert_int_equal(model_section(m, name_of("inline")), PHASE_RUN);
	assert_true(model_gfp_sleeps(m, name_of("GFP_NOIO")));
	assert_false(model_gfp_sleeps(m, name_of("__GFP_ZERO")));
	assert_string_equal(name_str(g->acquire), "f2");
	assert_null(model_guard(m, name_of("h")));
	assert_int_equal(api(m, "panic", 1)->op, EF_NORETURN);
	assert_int_equal(api(m, "netdev_priv", 1)->op, EF_OBJECT);
	assert_int_equal(api(m, "complete", 1)->op, EF_SIGNAL);
	model_free(m);
}

static void comments_and_continuations(void **state)
{
	struct model *m = good("# a comment \\\n\n  leaf a \\\n\tb|c # and one here\r\n"
			       "acquire d|e \\\n  (l) kind=\"raw spinlock\"\n"
			       "ops s.m ctx=process holds=\"mutex:a # b\"\nleaf last \\");

	(void)state;
	api(m, "a", 1);
	api(m, "b", 1);
	api(m, "c", 1);
	assert_int_equal(api(m, "e", 1)->kind, LK_RAW_SPIN);
	assert_string_equal(name_str(ops(m, "s", "m", 1)->holds[0]), "a # b");
	api(m, "last", 1);
	model_free(m);
}

/* ---- errors ---- */

static void errors_name_file_and_line(void **state)
{
	char text[512];

	(void)state;
	assert_int_equal(errors_of("leaf ok\n\nfrob x\nacquire \\\n F(l) \\\n kind=mutx\n", text,
				   sizeof(text)),
			 2);
	assert_string_equal(text, "unspin: t.model:3: unknown verb 'frob'\n"
				  "unspin: t.model:4: kind=mutx is no kind of lock\n");
}

static void bad_lines_are_left_out_whole(void **state)
{
	static const char *const bad[] = {
		"acquire F(l)",
		"acquire F(l) kind=timer",
		"acquire F() kind=mutex",
		"acquire F(l) kind=mutex lock=m",
		"acquire F(l) kind=mutex lock=l.a.b.c.d",
		"acquire F(l) kind=mutex lock=l.",
		"acquire F(l) kind=mutex subclass=8",
		"acquire F(l) kind=mutex irqs=restore:l",
		"acquire F(l) kind=mutex kind=mutex",
		"acquire F(l) kind=mutex try=1",
		"acquire F(l) kind",
		"acquire F(l) kind=",
		"acquire F(l) kind=mutex frob",
		"acquire F(l) kind=mutex ctx=process",
		"acquire F(l kind=mutex",
		"acquire F(l)x kind=mutex",
		"acquire F(..., l) kind=mutex",
		"acquire F(1) kind=mutex",
		"acquire F(a,,b) kind=mutex",
		"acquire s.F(l) kind=mutex",
		"release F(l) kind=\"mutex",
		"state F()",
		"sleep F(gfp) gfp=flags",
		"sleep F(a) when=a",
		"sleep F(a) when=a: unless=a:b",
		"sleep F(a) when=a:b when=a:c unless=a:d",
		"sleep F(a) when=a:b||c",
		"sleep F(a) when=a:b|c|d|e|f",
		"callback F(f, a) run=f ctx=hardirq hard=b:X",
		"ops chip.ack ctx=hardirq hard=a:X",
		"sleep F(a) hard=always",
		"wait F(w) for=mutex",
		"signal F(w) for=mutex",
		"callback F(fn) run=fn",
		"callback F(fn) run=fn ctx=caller",
		"callback F(fn) run=fn ctx=process now",
		"callback F(fn) run=fn ctx=caller now irqs=off",
		"wait F(w) for=rcu",
		"assert F(l) irqs=save",
		"assert F(l) preempt=on",
		"callback F(fn) run=fn ctx=process arg=x:fn",
		"callback F(fn) run=fn ctx=process object=timer",
		"callback F(fn) run=fn ctx=process object=mutex:fn",
		"assert F(l)",
		"leaf",
		"leaf 1F",
		"leaf F-",
		"leaf *",
		"leaf F*x",
		"leaf F\001",
	};
	char text[512];

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(bad); i++) {
		unsigned errors, n;
		struct model *m;

		assert_int_equal(errors_of(bad[i], text, sizeof(text)), 1);
		assert_memory_equal(text, "unspin: t.model:1: ", 19);
		m = parse(bad[i], &errors);
		assert_null(model_api(m, name_of("F"), &n));
		model_free(m);
	}
	assert_int_equal(errors_of("ops s ctx=process", text, sizeof(text)), 1);
	assert_int_equal(errors_of("ops s.m ctx=process holds=frob:x", text, sizeof(text)), 1);
	assert_int_equal(errors_of("ops s.m ctx=process holds=mutex:", text, sizeof(text)), 1);
	assert_int_equal(errors_of("ops s.m", text, sizeof(text)), 1);
	assert_int_equal(errors_of("ops s.m* ctx=process", text, sizeof(text)), 1);
	assert_int_equal(errors_of("ops s.m|t.n ctx=process", text, sizeof(text)), 1);
	assert_int_equal(errors_of("ops s.m ctx=process object=timer:x", text, sizeof(text)), 1);
	assert_int_equal(errors_of("definer M(x) lock=x", text, sizeof(text)), 1);
	assert_int_equal(errors_of("definer M(x) run=x", text, sizeof(text)), 1);
	assert_int_equal(errors_of("definer M(x) run=x:y ctx=process", text, sizeof(text)), 1);
	assert_int_equal(errors_of("definer M(x) run=x ctx=process named=%", text, sizeof(text)),
			 1);
	assert_int_equal(errors_of("callback f(fn) run=fn ctx=process named=%", text, sizeof(text)),
			 1);
	assert_int_equal(errors_of("acquire f(l) kind=mutex named=%", text, sizeof(text)), 1);
	assert_int_equal(errors_of("leaf f(l) lock=l", text, sizeof(text)), 1);
	assert_int_equal(errors_of("leaf f named=%", text, sizeof(text)), 1);
	assert_int_equal(errors_of("guard g", text, sizeof(text)), 1);
	assert_int_equal(errors_of("ops s.m ctx=process holds=x", text, sizeof(text)), 1);
	assert_int_equal(errors_of("ops s.m ctx=process holds=timer:x", text, sizeof(text)), 1);
}

static void a_nul_byte_is_not_text(void **state)
{
	unsigned errors, n;
	struct model *m = model_parse("t.model", "leaf a\0b\nleaf c\n", 16, &errors);

	(void)state;
	assert_int_equal(errors, 1);
	assert_null(model_api(m, name_of("a"), &n));
	assert_non_null(model_api(m, name_of("c"), &n));
	model_free(m);
}

/* ---- files ---- */

static void shipped_files_load(void **state)
{
	unsigned errors;
	struct model *m = model_load(NULL, 0, &errors);

	(void)state;
	assert_int_equal(errors, 0);

	const struct effect *e = api(m, "spin_lock_irqsave", 1);

	assert_int_equal(e->irqs, SW_SAVE);
	assert_int_equal(e->flags_arg, 1);
	assert_int_equal(api(m, "request_threaded_irq", 3)[1].ctx, LC_PROCESS);
	assert_int_equal(ops(m, "net_device_ops", "ndo_open", 1)->ctx, LC_PROCESS);
	assert_int_equal(model_type(m, name_of("spinlock_t")), LK_SPIN);
	assert_non_null(model_guard(m, name_of("spinlock_irqsave")));
	model_free(m);
}

static void own_files_add_to_them(void **state)
{
	char path[] = "/tmp/test_model.XXXXXX";
	int fd = mkstemp(path);
	const char *files[] = { path, "/tmp" };
	unsigned errors, n;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "leaf my_own\n", 12), 12);
	close(fd);

	struct model *m = model_load(files, 1, &errors);

	assert_int_equal(errors, 0);
	assert_non_null(model_api(m, name_of("my_own"), &n));
	assert_non_null(model_api(m, name_of("spin_lock"), &n));
	model_free(m);
	unlink(path);

	/* A file that is not there and one that is none. */
	model_free(model_load(files, 2, &errors));
	assert_int_equal(errors, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acquire_says_it_all),
		cmocka_unit_test(first_parameter_is_the_lock),
		cmocka_unit_test(fixed_objects),
		cmocka_unit_test(lines_add_up_in_order),
		cmocka_unit_test(callbacks),
		cmocka_unit_test(two_conditions),
		cmocka_unit_test(words_of_a_condition),
		cmocka_unit_test(what_no_thread_runs),
		cmocka_unit_test(ops_of_a_struct),
		cmocka_unit_test(words_of_a_file),
		cmocka_unit_test(definers),
		cmocka_unit_test(names_with_a_star),
		cmocka_unit_test(small_verbs),
		cmocka_unit_test(comments_and_continuations),
		cmocka_unit_test(errors_name_file_and_line),
		cmocka_unit_test(bad_lines_are_left_out_whole),
		cmocka_unit_test(a_nul_byte_is_not_text),
		cmocka_unit_test(shipped_files_load),
		cmocka_unit_test(own_files_add_to_them),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	name_free_all();
	return failed;
}
