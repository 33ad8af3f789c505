// SPDX-License-Identifier: GPL-2.0-only
/* Which definition a name means where, what expressions are, and what function pointers reach. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lower/lower.h"
#include "program/closure.h"
#include "program/link.h"

/* ---- a program from texts ---- */

/* A file and, by their place in the array, the files that it includes. */
struct text {
	const char *path, *text;
	uint32_t includes[8]; /* number + 1, ended by 0 */
};

static struct program *link_texts(const struct text *texts, uint32_t n)
{
	struct link_file files[16] = { 0 };
	uint32_t includes[16][9];
	struct parser *parser = parser_new();
	struct arena scratch = { 0 };
	struct parse_stats stats = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		struct parsed_file tree;
		uint32_t k = 0;

		parse_file(parser, texts[i].text, strlen(texts[i].text), &scratch, &tree, &stats);
		files[i].unit = lower_file(&tree, name_of(texts[i].path), NULL, &scratch);
		arena_reset(&scratch);
		for (; texts[i].includes[k]; k++)
			includes[i][k] = texts[i].includes[k] - 1;
		includes[i][k] = UINT32_MAX;
		files[i].includes = includes[i];
		files[i].checked = strstr(texts[i].path, ".h") == NULL;
	}
	assert_int_equal(stats.errors, 0);
	arena_free(&scratch);
	parser_free(parser);
	return program_link(files, n);
}

#define LINK(texts) link_texts(texts, sizeof(texts) / sizeof((texts)[0]))

static uint32_t unit_of(const struct program *p, const char *path)
{
	const struct program_table *t = program_table(p);

	for (uint32_t i = 0; i < t->nunits; i++)
		if (!strcmp(name_str(t->units[i]->path), path))
			return i;
	fail_msg("no unit %s", path);
	return 0;
}

/* "path:line" of the function that @name means in @path; "" if none. */
static const char *function_of(const struct program *p, const char *path, const char *name)
{
	fn_t fn = program_function(p, unit_of(p, path), name_of(name));
	static char buf[256];

	if (fn == NO_FN)
		return "";

	const struct fn *f = &program_table(p)->fns[fn];

	assert_int_equal(program_fn_of(p, f->f), fn);
	snprintf(buf, sizeof(buf), "%s:%u", name_str(program_table(p)->units[f->unit]->path),
		 f->f->line);
	return buf;
}

static const char *record_unit(const struct program *p, const char *path, const char *tag)
{
	uint32_t unit;

	if (!program_record(p, unit_of(p, path), name_of(tag), &unit))
		return "";
	return name_str(program_table(p)->units[unit]->path);
}

/* ---- the include graph ---- */

static void reach_is_the_closure(void **state)
{
	/* 0 → 1 → 2 ⇄ 3 → 4, and 5 alone */
	const uint32_t end = UINT32_MAX;
	const uint32_t l0[] = { 1, end }, l1[] = { 2, end }, l2[] = { 3, end },
		       l3[] = { 2, 4, end };
	const uint32_t *lists[] = { l0, l1, l2, l3, NULL, NULL };
	struct closure *r = closure_build(6, lists);

	(void)state;
	for (uint32_t from = 0; from < 4; from++)
		for (uint32_t to = 0; to < 6; to++)
			assert_int_equal(closure_has(r, from, to),
					 to > from ? to < 5 : to >= 2 && from >= 2);
	assert_false(closure_has(r, 4, 2));
	assert_false(closure_has(r, 5, 5));
	assert_true(closure_is_included(r, 4));
	assert_false(closure_is_included(r, 0));
	include_closure_free(r);
}

/* Random graphs against the obvious way. */
static void reach_agrees_with_search(void **state)
{
	enum { N = 60 };
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 50; round++) {
		uint32_t list[N][6];
		const uint32_t *lists[N];
		bool has[N][N] = { 0 };

		for (uint32_t i = 0; i < N; i++) {
			uint32_t k = 0;

			lists[i] = list[i];
			for (; k < 5; k++) {
				seed = seed * 1103515245 + 12345;
				if (seed >> 16 & 1)
					break;
				list[i][k] = (seed >> 17) % N;
				has[i][list[i][k]] = true;
			}
			list[i][k] = UINT32_MAX;
		}
		for (uint32_t k = 0; k < N; k++)
			for (uint32_t i = 0; i < N; i++)
				for (uint32_t j = 0; j < N; j++)
					has[i][j] |= has[i][k] && has[k][j];

		struct closure *r = closure_build(N, lists);

		for (uint32_t i = 0; i < N; i++)
			for (uint32_t j = 0; j < N; j++)
				assert_int_equal(closure_has(r, i, j), has[i][j]);
		include_closure_free(r);
	}
}

/* ---- names ---- */

static void own_then_included_then_near(void **state)
{
	static const struct text texts[] = {
		{ "drivers/a/a.c",
		  "static void f(void) { g(); }\nvoid use(void) { f(); h(); k(); }\n",
		  { 5 } },
		{ "drivers/b/b.c",
		  "void f(void) { }\nvoid h(void) { }\nvoid k(void) { x(); }\n",
		  { 0 } },
		{ "drivers/b/c.c", "void use(void) { f(); }\n", { 0 } },
		{ "kernel/k.c", "void k(void) { }\nstatic void only(void) { }\n", { 0 } },
		{ "include/linux/h.h", "static inline void h(void) { g(); }\n", { 0 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(function_of(p, "drivers/a/a.c", "f"), "drivers/a/a.c:1");
	assert_string_equal(function_of(p, "drivers/a/a.c", "h"), "include/linux/h.h:1");
	assert_string_equal(function_of(p, "drivers/b/c.c", "h"), "drivers/b/b.c:2");
	assert_string_equal(function_of(p, "drivers/b/c.c", "f"), "drivers/b/b.c:1");
	assert_string_equal(function_of(p, "drivers/b/c.c", "k"), "drivers/b/b.c:3");
	assert_string_equal(function_of(p, "drivers/a/a.c", "only"), "");
	assert_string_equal(function_of(p, "drivers/a/a.c", "nothing"), "");
	assert_true(program_is_header(p, unit_of(p, "include/linux/h.h")));
	assert_false(program_is_header(p, unit_of(p, "kernel/k.c")));
	assert_true(
		program_includes(p, unit_of(p, "drivers/a/a.c"), unit_of(p, "include/linux/h.h")));
	program_free(p);
}

static void architectures_are_kept_apart(void **state)
{
	static const struct text texts[] = {
		{ "arch/arm/kernel/a.c",
		  "void use(void) { enter(); only_x86(); }\nvoid leave(void) { }\n",
		  { 0 } },
		{ "arch/arm/kernel/e.c", "void enter(void) { }\n", { 0 } },
		{ "arch/x86/kernel/e.c",
		  "void enter(void) { }\nvoid only_x86(void) { }\nvoid over(void) { }\n",
		  { 0 } },
		{ "kernel/k.c", "void use(void) { enter(); leave(); over(); }\n", { 0 } },
		{ "kernel/weak.c",
		  "void __weak over(void) { }\nvoid __weak leave(void) { }\n",
		  { 0 } },
		{ "arch/um/kernel/e.c", "void leave(void) { }\n", { 0 } },
		{ "tools/perf/t.c", "void leave(void) { }\nvoid tool(void) { }\n", { 0 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(function_of(p, "arch/arm/kernel/a.c", "enter"),
			    "arch/arm/kernel/e.c:1");
	assert_string_equal(function_of(p, "arch/arm/kernel/a.c", "only_x86"), "");
	assert_string_equal(function_of(p, "kernel/k.c", "enter"), "arch/x86/kernel/e.c:1");
	assert_string_equal(function_of(p, "kernel/k.c", "over"), "arch/x86/kernel/e.c:3");
	assert_string_equal(function_of(p, "kernel/k.c", "tool"), "");
	assert_true(program_is_userspace(p, unit_of(p, "tools/perf/t.c")));
	assert_false(program_is_userspace(p, unit_of(p, "kernel/k.c")));
	program_free(p);
}

/* A generic header's <asm/x.h> stands for every architecture's. */
static void headers_of_architectures(void **state)
{
	static const struct text texts[] = {
		{ "arch/s390/k.c", "void f(void) { }\n", { 4 } },
		{ "drivers/d.c", "void f(void) { }\n", { 4 } },
		{ "arch/x86/include/asm/x.h",
		  "struct arch { int x; };\nstatic inline void enter(void) { }\n",
		  { 0 } },
		{ "include/linux/x.h", "struct vm { struct arch arch; };\n", { 3, 5 } },
		{ "arch/s390/include/asm/x.h",
		  "struct arch { int s, t; };\nstatic inline void enter(void) { }\n"
		  "static inline void leave(void) { }\nvoid both(void);\n",
		  { 0 } },
		{ "kernel/x.c", "void leave(void) { }\n", { 4 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(record_unit(p, "arch/s390/k.c", "arch"), "arch/s390/include/asm/x.h");
	assert_string_equal(record_unit(p, "drivers/d.c", "arch"), "arch/x86/include/asm/x.h");
	assert_string_equal(function_of(p, "arch/s390/k.c", "enter"),
			    "arch/s390/include/asm/x.h:2");
	assert_string_equal(function_of(p, "drivers/d.c", "enter"), "arch/x86/include/asm/x.h:2");
	assert_string_equal(function_of(p, "drivers/d.c", "leave"), "kernel/x.c:1");
	program_free(p);
}

static void declared_header_tells_which(void **state)
{
	static const struct text texts[] = {
		{ "drivers/a/x.c", "void use(void) { start(); }\n", { 4 } },
		{ "drivers/b/impl.c", "void start(void) { y(); }\n", { 4 } },
		{ "drivers/c/other.c", "void start(void) { y(); z(); }\n", { 0 } },
		{ "include/linux/b.h", "void start(void);\n", { 0 } },
		{ "drivers/d/x.c", "void use(void) { start(); }\n", { 0 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(function_of(p, "drivers/a/x.c", "start"), "drivers/b/impl.c:1");
	/* two strangers */
	assert_string_equal(function_of(p, "drivers/d/x.c", "start"), "");
	program_free(p);
}

static void stub_does_not_hide_the_function(void **state)
{
	static const struct text texts[] = {
		{ "drivers/a/x.c", "void use(void) { start(); quiet(); }\n", { 3 } },
		{ "drivers/b/impl.c",
		  "void start(void) { y(); }\nvoid quiet(void) { y(); }\n",
		  { 3 } },
		{ "include/linux/b.h",
		  "#ifdef CONFIG_B\n"
		  "void start(void);\n"
		  "#else\n"
		  "static inline void start(void) { }\n"
		  "#endif\n"
		  "static inline void quiet(void) { }\n",
		  { 0 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(function_of(p, "drivers/a/x.c", "start"), "drivers/b/impl.c:1");
	assert_string_equal(function_of(p, "drivers/a/x.c", "quiet"), "include/linux/b.h:6");
	program_free(p);
}

static void records_of_one_tag(void **state)
{
	static const struct text texts[] = {
		{ "drivers/a/a.c", "struct priv { int a; };\nvoid f(void) { }\n", { 0 } },
		{ "drivers/b/b.c", "void f(void) { }\n", { 3 } },
		{ "drivers/b/b.h", "struct priv { int b; };\nstruct alone { int x; };\n", { 0 } },
		{ "net/c.c", "void f(void) { }\n", { 0 } },
		{ "drivers/v.c",
		  "#ifdef A\nstruct v { int a; };\n#else\nstruct v { int a, b; };\n#endif\n",
		  { 0 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(record_unit(p, "drivers/a/a.c", "priv"), "drivers/a/a.c");
	assert_string_equal(record_unit(p, "drivers/b/b.c", "priv"), "drivers/b/b.h");
	assert_string_equal(record_unit(p, "net/c.c", "alone"), "drivers/b/b.h");
	assert_int_equal(program_record(p, unit_of(p, "drivers/v.c"), name_of("v"), NULL)->nfields,
			 2);
	program_free(p);
}

static void globals_are_found_where_defined(void **state)
{
	static const struct text texts[] = {
		{ "kernel/a.c", "int jiffies;\nstatic int mine;\n", { 3 } },
		{ "kernel/b.c", "static long mine;\nvoid f(void) { }\n", { 3 } },
		{ "include/linux/j.h", "extern int jiffies;\n", { 0 } },
	};
	struct program *p = LINK(texts);
	uint32_t b = unit_of(p, "kernel/b.c"), unit;

	(void)state;
	assert_non_null(program_global(p, b, name_of("jiffies"), &unit));
	assert_int_equal(unit, unit_of(p, "kernel/a.c"));
	assert_string_equal(name_str(program_global(p, b, name_of("mine"), &unit)->type.name),
			    "long");
	assert_int_equal(unit, b);
	assert_null(program_global(p, b, name_of("none"), &unit));
	program_free(p);
}

/* ---- types ---- */

static const char *print_type(struct tref t)
{
	static char buf[256];
	static const char *const kinds[] = { "?", "", "struct ", "enum ", "typedef ", "typeof " };

	snprintf(buf, sizeof(buf), "%s%s%.*s%.*s%s", kinds[t.kind], name_str(t.name), t.ptr, "****",
		 t.dims * 2, "[][][]", t.is_func ? "()" : "");
	return buf;
}

/* The type of the first argument of the call of use() in function @name. */
static const char *type_in(const struct program *p, const char *path, const char *name)
{
	fn_t fn = program_function(p, unit_of(p, path), name_of(name));

	assert_int_not_equal(fn, NO_FN);

	const struct function *f = program_table(p)->fns[fn].f;

	for (uint32_t i = 0; i < f->ncalls; i++)
		if (f->calls[i].name == name_of("use"))
			return print_type(expr_type(p, program_table(p)->fns[fn].unit, f,
						    f->args[f->calls[i].args]));
	fail_msg("%s does not call use()", name);
	return "";
}

static void expressions_have_types(void **state)
{
	static const struct text texts[] = {
		{ "a.c",
		  "typedef struct { int raw; } lock_t;\n"
		  "typedef lock_t *lockp_t;\n"
		  "typedef int (*handler_t)(int);\n"
		  "struct inner { lock_t lock; };\n"
		  "struct foo {\n"
		  "	lock_t lock, locks[4];\n"
		  "	lockp_t lp;\n"
		  "	struct { struct inner in; union { struct inner u; }; };\n"
		  "	struct inner *ip, *table[8], many[2];\n"
		  "	struct { lock_t lock; } rx;\n"
		  "	handler_t handler;\n"
		  "	struct foo *(*get)(struct foo *);\n"
		  "};\n"
		  "struct foo *find(int n);\n"
		  "static struct foo global;\n"
		  "#define to_foo(p) container_of(p, struct foo, in)\n"
		  "#define lock_of(f) (&(f)->lock)\n"
		  "#define same(x) ({ typeof(x) y = (x); y; })\n"
		  "#define the_foo (&global)\n"
		  "void member(struct foo *f) { use(&f->lock); }\n"
		  "void element(struct foo *f) { use(&f->locks[1]); }\n"
		  "void array(struct foo *f) { use(f->locks); }\n"
		  "void anonymous(struct foo *f) { use(&f->in.lock); }\n"
		  "void twice_anonymous(struct foo *f) { use(&f->u.lock); }\n"
		  "void nested(struct foo *f) { use(&f->rx.lock); }\n"
		  "void table(struct foo *f) { use(&f->table[2]->lock); }\n"
		  "void many(struct foo *f) { use(&f->many[1].lock); }\n"
		  "void pointer(struct foo *f) { use(f->ip); }\n"
		  "void through_typedef(struct foo *f) { use(*f->lp); }\n"
		  "void of_global(void) { use(&global.lock); }\n"
		  "void of_call(int n) { use(find(n)); }\n"
		  "void of_pointer(struct foo *f) { use(f->get(f)); }\n"
		  "void pointer_itself(struct foo *f) { use(f->get); }\n"
		  "void result(struct foo *f) { use(f->handler(1)); }\n"
		  "void container(struct inner *i) { use(container_of(i, struct foo, in)); }\n"
		  "void by_macro(struct inner *i) { use(to_foo(i)); }\n"
		  "void by_macro_member(struct inner *i) { use(to_foo(i)->ip); }\n"
		  "void macro_argument(struct foo *f) { use(lock_of(f)); }\n"
		  "void statement_expression(struct foo *f) { use(same(f->ip)); }\n"
		  "void object_macro(void) { use(&the_foo->lock); }\n"
		  "void local(void) { struct foo *f = find(1); use(&f->lock); }\n"
		  "void choice(int x, struct foo *f) { use(x ? f : find(2)); }\n"
		  "void cast(void *p) { use((struct foo *)p); }\n"
		  "void function(void) { use(find); }\n"
		  "void unknown(struct foo *f) { use(f->nothing); }\n",
		  { 0 } },
	};
	static const char *const expected[][2] = {
		{ "member", "typedef lock_t*" },
		{ "element", "typedef lock_t*" },
		{ "array", "typedef lock_t[]" },
		{ "anonymous", "typedef lock_t*" },
		{ "twice_anonymous", "typedef lock_t*" },
		{ "nested", "typedef lock_t*" },
		{ "table", "typedef lock_t*" },
		{ "many", "typedef lock_t*" },
		{ "pointer", "struct inner*" },
		{ "through_typedef", "struct lock_t" },
		{ "of_global", "typedef lock_t*" },
		{ "of_call", "struct foo*" },
		{ "of_pointer", "struct foo*" },
		{ "pointer_itself", "struct foo*()" },
		{ "result", "int" },
		{ "container", "struct foo*" },
		{ "by_macro", "struct foo*" },
		{ "by_macro_member", "struct inner*" },
		{ "macro_argument", "typedef lock_t*" },
		{ "statement_expression", "struct inner*" },
		{ "object_macro", "typedef lock_t*" },
		{ "local", "typedef lock_t*" },
		{ "choice", "struct foo*" },
		{ "cast", "struct foo*" },
		{ "function", "struct foo*()" },
		{ "unknown", "?" },
	};
	struct program *p = LINK(texts);

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		const char *type = type_in(p, "a.c", expected[i][0]);

		if (strcmp(type, expected[i][1]))
			print_error("%s: %s\n", expected[i][0], type);
		assert_string_equal(type, expected[i][1]);
	}
	program_free(p);
}

static void endless_types_end(void **state)
{
	static const struct text texts[] = {
		{ "a.c",
		  "typedef a_t b_t;\ntypedef b_t a_t;\n"
		  "struct s { struct s; a_t x; };\n"
		  "#define m(x) n(x)\n#define n(x) m(x)\n"
		  "void f(a_t *x, struct s *s) { use(x->y, s->nothing, m(x)); }\n"
		  "void g(struct s *s) { use(s->nothing); }\n"
		  "void h(struct s *s) { use(m(s)); }\n",
		  { 0 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(type_in(p, "a.c", "f"), "?");
	assert_string_equal(type_in(p, "a.c", "g"), "?");
	assert_string_equal(type_in(p, "a.c", "h"), "?");
	program_free(p);
}

static void macros_define_and_rename(void **state)
{
	static const struct text texts[] = {
		{ "a.c",
		  "static DEFINE_LOCK(one);\n"
		  "static DEFINE_TWO(two);\n"
		  "EXPORT(h);\n"
		  "void f(void) { use(&one); }\n"
		  "void g(void) { use(&two); }\n"
		  "void h(struct d *d) { use(&d->d_lock); }\n"
		  "void i(struct d *d) { use(&d->old); }\n"
		  "void j(struct e *e) { use(e->old); }\n"
		  "void k(struct renamed *e) { use(e->old); }\n"
		  "static void target(void) { }\n"
		  "void l(void) { alias(); }\n",
		  { 2 } },
		{ "h.h",
		  "#define DEFINE_LOCK(x) lock_t x = INIT(x)\n"
		  "#define DEFINE_TWO(n) DEFINE_LOCK(n)\n"
		  "#define EXPORT(s) extern typeof(s) s; static const struct sym sym_##s = { s }\n"
		  "struct ref { int count; lock_t lock; };\n"
		  "struct d { struct ref ref; lock_t new; };\n"
		  "struct e { int old; };\n"
		  "#define d_lock ref.lock\n"
		  "#define old new\n"
		  "#define renamed e\n"
		  "#define alias alias2\n"
		  "#define alias2 target\n",
		  { 0 } },
	};
	struct program *p = LINK(texts);
	uint32_t unit = unit_of(p, "a.c");

	(void)state;
	assert_string_equal(type_in(p, "a.c", "f"), "typedef lock_t*");
	assert_string_equal(type_in(p, "a.c", "g"), "typedef lock_t*");
	assert_true(program_global(p, unit, name_of("one"), NULL)->is_static);
	assert_null(program_global(p, unit, name_of("h"), NULL));
	assert_string_equal(type_in(p, "a.c", "h"), "typedef lock_t*");
	assert_string_equal(type_in(p, "a.c", "i"), "typedef lock_t*");
	assert_string_equal(type_in(p, "a.c", "j"), "int");
	assert_string_equal(type_in(p, "a.c", "k"), "int");

	const struct function *l = program_table(p)->fns[program_function(p, unit, name_of("l"))].f;

	assert_string_equal(name_str(l->calls[0].name), "target");
	program_free(p);
}

/* ---- function pointers ---- */

static const char *targets_of(const struct target *t, uint32_t n, const struct program *p)
{
	static char buf[512];
	int len = 0;

	buf[0] = '\0';
	for (uint32_t i = 0; i < n; i++)
		len += snprintf(buf + len, sizeof(buf) - (size_t)len, "%s%s:%u", i ? " " : "",
				name_str(program_table(p)->fns[t[i].fn].f->name), t[i].line);
	return buf;
}

static const char *targets(const struct program *p, const char *tag, const char *member)
{
	uint32_t n;
	const struct target *t = program_targets(p, name_of(tag), name_of(member), &n);

	return targets_of(t, n, p);
}

static void members_hold_functions(void **state)
{
	static const struct text texts[] = {
		{ "drivers/a.c",
		  "static int a_open(int x) { return x; }\n"
		  "static int a_two(int x) { return x; }\n"
		  "static void a_in(void) { }\n"
		  "static struct ops a_ops = { .open = a_open, .data = a_open, .in.call = a_in };\n"
		  "static struct ops b_ops = { a_two, .sub = { .run = a_in } };\n"
		  "static struct ops c_ops = { .open = a_open, .open = nothing };\n"
		  "void set(struct dev *d) { d->ops.open = a_two; d->ops.table[3] = &a_open; }\n"
		  "void noset(struct dev *d, int (*f)(int)) { d->ops.open = f; d->ops.open = NULL; }\n",
		  { 2 } },
		{ "include/linux/ops.h",
		  "struct sub { void (*run)(void); };\n"
		  "struct ops {\n"
		  "	int (*open)(int);\n"
		  "	void *data;\n"
		  "	struct { void (*call)(void); } in;\n"
		  "	struct sub sub;\n"
		  "	int (*table[4])(int);\n"
		  "};\n"
		  "struct dev { struct ops ops; };\n",
		  { 0 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(targets(p, "ops", "open"), "a_open:4 a_two:5");
	assert_string_equal(targets(p, "ops", "data"), "");
	assert_string_equal(targets(p, "ops", "call"), "a_in:4");
	assert_string_equal(targets(p, "sub", "run"), "a_in:5");
	assert_string_equal(targets(p, "ops", "table"), "a_open:7");
	assert_string_equal(targets(p, "ops", "nothing"), "");
	program_free(p);
}

static void records_of_one_tag_have_own_targets(void **state)
{
	static const struct text texts[] = {
		{ "drivers/a/a.c",
		  "struct ops { void (*go)(void); };\nstatic void a_go(void) { }\n"
		  "struct ops a = { .go = a_go };\n",
		  { 0 } },
		{ "drivers/b/b.c",
		  "struct ops { void (*go)(void); };\nstatic void b_go(void) { }\n"
		  "struct ops b = { .go = b_go };\n",
		  { 0 } },
		{ "drivers/c/c.c", "struct ops { int x; };\n", { 0 } },
		{ "drivers/d/d.c", "struct far d = { .go = d_go };\nvoid d_go(void) { }\n", { 0 } },
	};
	struct program *p = LINK(texts);
	name_t ops = name_of("ops"), go = name_of("go");
	const struct target *t;
	uint32_t n;

	(void)state;
	assert_string_equal(targets(p, "ops", "go"), "a_go:3 b_go:3");
	t = program_targets_of(p, unit_of(p, "drivers/b/b.c"), ops, go, &n);
	assert_string_equal(targets_of(t, n, p), "b_go:3");
	program_targets_of(p, unit_of(p, "drivers/c/c.c"), ops, go, &n);
	assert_int_equal(n, 0);
	/* a record that was never seen */
	assert_string_equal(targets(p, "far", "go"), "d_go:1");
	t = program_targets_of(p, unit_of(p, "drivers/c/c.c"), name_of("far"), go, &n);
	assert_string_equal(targets_of(t, n, p), "d_go:1");
	program_free(p);
}

static void same_order_whatever_the_input(void **state)
{
	static const struct text texts[] = {
		{ "b.c", "void b(void) { }\nstruct o x = { .f = b };\n", { 3 } },
		{ "a.c", "void a(void) { }\nstruct o y = { .f = a };\n", { 3 } },
		{ "o.h", "struct o { void (*f)(void); };\n", { 0 } },
	};
	struct program *p = LINK(texts);

	(void)state;
	assert_string_equal(name_str(program_table(p)->units[0]->path), "a.c");
	assert_string_equal(name_str(program_table(p)->units[2]->path), "o.h");
	assert_string_equal(targets(p, "o", "f"), "a:2 b:2");
	assert_int_equal(program_table(p)->nfns, 2);
	program_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reach_is_the_closure),
		cmocka_unit_test(reach_agrees_with_search),
		cmocka_unit_test(own_then_included_then_near),
		cmocka_unit_test(architectures_are_kept_apart),
		cmocka_unit_test(headers_of_architectures),
		cmocka_unit_test(declared_header_tells_which),
		cmocka_unit_test(stub_does_not_hide_the_function),
		cmocka_unit_test(records_of_one_tag),
		cmocka_unit_test(globals_are_found_where_defined),
		cmocka_unit_test(expressions_have_types),
		cmocka_unit_test(endless_types_end),
		cmocka_unit_test(macros_define_and_rename),
		cmocka_unit_test(members_hold_functions),
		cmocka_unit_test(records_of_one_tag_have_own_targets),
		cmocka_unit_test(same_order_whatever_the_input),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	name_free_all();
	return failed;
}
