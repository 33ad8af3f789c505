// SPDX-License-Identifier: GPL-2.0-only
/*
 * unspin check: C source in, findings out. Options are read here; the work is
 * one call to each folder: load, analyse, rules, report.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "analysis/analysis.h"
#include "base/alloc.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "cmd/cmd.h"
#include "cmd/verdict.h"
#include "graphfile/graphfile.h"

struct check_options {
	struct load_options load;
	struct analysis_options analysis;
	struct verdict_options verdict;
	VEC(const char *) models;
	VEC(const char *) include_dirs;
	const char *graph_out; /* file for the lock graph, NULL: none */
	bool stats;
};

static void help(void)
{
	fputs("usage: unspin check [OPTION]… PATH…\n"
	      "\n"
	      "Find lock bugs in C files and directories of the Linux kernel or of drivers for it.\n"
	      "Nothing is built or configured; all architectures and configs are read at once.\n"
	      "\n" VERDICT_HELP "  --explain-rule=ID        what a rule means; 'list' names all\n"
	      "  --kernel=DIR             kernel tree or headers for a driver outside of it\n"
	      "  --no-kernel              use the model only, look for no kernel\n"
	      "  --model=FILE             more knowledge of APIs, see docs/model.md\n"
	      "  -I DIR                   where to look for headers\n"
	      "  --overlay=DIR            files in it stand in for those at the same path of the tree\n"
	      "  --graph-out=FILE         write the lock graph, see docs/graph-format.md\n"
	      "  --jobs=N                 threads, one a core by default\n"
	      "  --stats                  what was read, understood and found, on stderr\n"
	      "\n"
	      "Exit status: 0 clean, 1 findings, 2 could not do the job.\n",
	      stdout);
}

enum {
	O_EXPLAIN = OPTION_OWN,
	O_KERNEL,
	O_NO_KERNEL,
	O_MODEL,
	O_OVERLAY,
	O_JOBS,
	O_STATS,
	O_GRAPH_OUT,
	O_HELP,
};

static const struct option long_options[] = {
	VERDICT_OPTIONS,
	{ "explain-rule", required_argument, NULL, O_EXPLAIN },
	{ "kernel", required_argument, NULL, O_KERNEL },
	{ "no-kernel", no_argument, NULL, O_NO_KERNEL },
	{ "model", required_argument, NULL, O_MODEL },
	{ "overlay", required_argument, NULL, O_OVERLAY },
	{ "jobs", required_argument, NULL, O_JOBS },
	{ "stats", no_argument, NULL, O_STATS },
	{ "graph-out", required_argument, NULL, O_GRAPH_OUT },
	{ "help", no_argument, NULL, O_HELP },
	{ NULL, 0, NULL, 0 },
};

static int explain(const char *name)
{
	if (!strcmp(name, "list")) {
		for (unsigned r = 0; r < RULE_N; r++)
			puts(rule_name(r));
		return 0;
	}

	const char *page = rule_of(name) < RULE_N ? report_explain(rule_of(name)) : NULL;

	if (!page)
		die("no rule '%s'; --explain-rule=list names them", name);
	fputs(page, stdout);
	return 0;
}

static void choose_threads(const char *number)
{
	char *end;
	unsigned long n = strtoul(number, &end, 10);

	if (end == number || *end || n < 1 || n > 256)
		die("no number of threads '%s': 1 to 256", number);
	parallel_set_threads((unsigned)n);
}

/* Fills @o; returns an exit status if the job ends here, else -1. */
static int read_options(struct check_options *o, int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, "I:h", long_options, NULL)) != -1) {
		switch (c) {
		case O_EXPLAIN:
			return explain(optarg);
		case O_KERNEL:
			o->load.kernel = optarg;
			break;
		case O_NO_KERNEL:
			o->load.no_kernel = true;
			break;
		case O_MODEL:
			if (access(optarg, R_OK))
				die("%s: can't be read", optarg);
			*vec_push(&o->models) = optarg;
			break;
		case O_OVERLAY:
			o->load.overlay = optarg;
			break;
		case O_JOBS:
			choose_threads(optarg);
			break;
		case O_STATS:
			o->stats = true;
			break;
		case O_GRAPH_OUT:
			o->graph_out = optarg;
			break;
		case 'I':
			*vec_push(&o->include_dirs) = optarg;
			break;
		case 'h':
		case O_HELP:
			help();
			return 0;
		default:
			if (!verdict_option(&o->verdict, c, optarg))
				return 2;
		}
	}
	if (optind == argc) {
		diag("check: name a file or directory; 'unspin check --help' tells more");
		return 2;
	}
	o->load.paths = (const char *const *)argv + optind;
	o->load.npaths = (unsigned)(argc - optind);
	o->load.include_dirs = o->include_dirs.at;
	o->load.ninclude_dirs = o->include_dirs.n;
	return -1;
}

/* ---- statistics ---- */

static double user_seconds(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6;
}

static double percent(uint64_t part, uint64_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 100.0;
}

struct phases {
	double load, analysis, rules;
};

static void print_stats(const struct load_stats *l, const struct analysis_stats *a,
			const struct phases *t)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	fprintf(stderr, "source files            %u (%.1f MB, %llu lines), unreadable %u\n",
		l->files, (double)l->parse.bytes / 1e6, (unsigned long long)l->parse.lines,
		l->unreadable);
	fprintf(stderr, "headers                 %u (%.1f MB), not found %u\n", l->headers,
		(double)l->parse_headers.bytes / 1e6, l->includes_not_found);
	fprintf(stderr,
		"function bodies         %llu, %.3f %% of them with nothing skipped inside\n",
		(unsigned long long)l->parse.functions,
		100.0 - percent(l->parse.functions_skipped, l->parse.functions));
	fprintf(stderr, "function-like macros    %llu, %.2f %% read\n",
		(unsigned long long)(l->parse.macros + l->parse_headers.macros),
		100.0 - percent(l->parse.macros_skipped + l->parse_headers.macros_skipped,
				l->parse.macros + l->parse_headers.macros));
	fprintf(stderr, "statements skipped      %llu in source files, %llu in headers\n",
		(unsigned long long)l->parse.errors, (unsigned long long)l->parse_headers.errors);
	fprintf(stderr, "conditional groups      %llu, %llu of them split a statement\n",
		(unsigned long long)l->parse.groups, (unsigned long long)l->parse.groups_split);
	fprintf(stderr, "functions analysed      %llu, %llu with more paths than were followed\n",
		(unsigned long long)a->functions, (unsigned long long)a->incomplete);
	fprintf(stderr, "context roots           %llu, contexts of functions %llu\n",
		(unsigned long long)a->roots, (unsigned long long)a->nodes);
	fprintf(stderr, "acquisitions            %llu, dependencies %llu\n",
		(unsigned long long)a->acquisitions, (unsigned long long)a->deps);
	fprintf(stderr, "user CPU seconds        %.2f: load %.2f, analysis %.2f, rules %.2f\n",
		user_seconds(), t->load, t->analysis, t->rules);
	for (unsigned i = 0; i < ARRAY_SIZE(a->phases) && a->phases[i].name; i++)
		fprintf(stderr, "  of these, %-13s %.2f, peak memory then %ld MB\n",
			a->phases[i].name, a->phases[i].user_seconds, a->phases[i].peak_kb / 1024);
	fprintf(stderr, "memory                  peak %.0f MB, program %.0f MB\n",
		(double)u.ru_maxrss / 1024, (double)l->ir_bytes / 1e6);
}

/* ---- only what was asked for ---- */

enum { FILE_OTHER, FILE_CHECKED, FILE_BESIDE };

/* By the path that is shown: is the file to be checked, or only read because its module is? */
static void sort_files(const struct program *prog, struct map *kinds)
{
	const struct program_table *tab = program_table(prog);

	for (uint32_t u = 0; u < tab->nunits; u++)
		if (program_is_checked(prog, u) || program_is_beside(prog, u))
			*map_put(kinds, tab->units[u]->path, NULL) =
				program_is_checked(prog, u) ? FILE_CHECKED : FILE_BESIDE;
}

static bool is_asked_for(const struct finding *f, const struct map *kinds)
{
	bool seen[FILE_BESIDE + 1] = { false };
	const uint32_t *kind;

	for (unsigned i = 0; i < f->nsides; i++)
		for (unsigned k = 0; k < f->sides[i].story.nsteps; k++) {
			kind = map_get(kinds, f->sides[i].story.steps[k].file);
			seen[kind ? *kind : FILE_OTHER] = true;
		}
	for (unsigned i = 0; i < f->nothers; i++) {
		kind = map_get(kinds, f->others[i].file);
		seen[kind ? *kind : FILE_OTHER] = true;
	}
	return seen[FILE_CHECKED] || !seen[FILE_BESIDE];
}

/* Drop findings that are the business of other files of the module alone. */
static void drop_others(struct findings *findings, const struct program *prog)
{
	struct map kinds = { 0 };
	unsigned kept = 0;

	sort_files(prog, &kinds);
	for (unsigned i = 0; i < findings->n; i++)
		if (is_asked_for(&findings->at[i], &kinds))
			findings->at[kept++] = findings->at[i];
	findings->n = kept;
	map_free(&kinds);
}

/* ---- the lock graph as a file ---- */

static bool write_graph(const char *path, const struct lockgraph *graph, struct analysis *an)
{
	const struct graph_view view = { .graph = graph,
					 .story = analysis_story,
					 .reason = analysis_reason,
					 .front = an,
					 .source = name_of("source") };

	return graph_save(path, &view);
}

static int check(struct check_options *o, const struct model *model)
{
	struct load_stats stats = { 0 };
	struct phases t = { .load = user_seconds() };
	struct program *prog = program_load(&o->load, &stats);
	struct findings findings = { 0 };
	int status;

	if (!prog)
		return 2;
	t.load = user_seconds() - t.load;
	t.analysis = user_seconds();

	struct lockgraph *graph = lockgraph_new();
	struct analysis *an = analysis_run(prog, model, &o->analysis, graph);

	t.analysis = user_seconds() - t.analysis;
	t.rules = user_seconds();
	rules_run(graph, &o->verdict.rules, analysis_story, analysis_reason, an, &findings);
	drop_others(&findings, prog);
	t.rules = user_seconds() - t.rules;
	progress(NULL);

	status = verdict_report(&o->verdict, &findings);
	if (o->graph_out && !write_graph(o->graph_out, graph, an))
		status = 2;
	if (o->stats)
		print_stats(&stats, analysis_stats(an), &t);
	findings_free(&findings);
	analysis_free(an);
	lockgraph_free(graph);
	program_free(prog);
	return status;
}

int cmd_check(int argc, char **argv)
{
	struct check_options o = { 0 };
	unsigned errors = 0;
	int status;

	verdict_defaults(&o.verdict);
	status = read_options(&o, argc, argv);
	if (status < 0) {
		struct model *model = model_load(o.models.at, o.models.n, &errors);

		if (model) {
			o.load.words = model_unit_words(model, &o.load.nwords);
			o.load.verbatim = model_verbatim(model);
		}
		o.analysis.wait_context = o.verdict.rules.enabled[RULE_WAIT_CONTEXT];
		status = model ? check(&o, model) : 2;
		model_free(model);
	}
	vec_free(&o.models);
	vec_free(&o.include_dirs);
	return status;
}
