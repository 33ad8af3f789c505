// SPDX-License-Identifier: GPL-2.0-only
/*
 * unspin trace: recordings in, findings out. Options are read here; the work is
 * reading each file, judging them together, and reporting.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "cmd/cmd.h"
#include "cmd/lockstats.h"
#include "cmd/verdict.h"
#include "graphfile/graphfile.h"
#include "recording/reader.h"
#include "trace/trace.h"

struct trace_options {
	struct verdict_options verdict;
	const char *vmlinux, *modules, *kallsyms;
	const char *graph_out; /* file for the lock graph, NULL: none */
	bool stats;
	bool verbose;
};

static void help(void)
{
	fputs("usage: unspin trace [OPTION]… FILE…\n"
	      "\n"
	      "Replay recordings of a kernel's lock events and report every deadlock that could\n"
	      "have happened, also those that lockdep is silent about after its first report, and\n"
	      "those whose sides are in different recordings.\n"
	      "\n"
	      "FILE is a trace.dat of trace-cmd, the text of /sys/kernel/tracing/trace or trace_pipe,\n"
	      "a perf.data or the text of perf script; - is standard input (text only). ^C ends the\n"
	      "reading, not the judging.\n"
	      "\n" VERDICT_HELP
	      "  --vmlinux=FILE           the recorded kernel with debug info: lines for stack traces\n"
	      "  --modules=DIR            its modules with debug info\n"
	      "  --kallsyms=FILE          a copy of its /proc/kallsyms\n"
	      "  --stats                  lock statistics instead of findings: how often each class was\n"
	      "                           taken, waited for and held how long, and where; FILE may\n"
	      "                           also be a copy of /proc/lock_stat. --format=json for data\n"
	      "  --verbose                what was read, on stderr\n"
	      "  --graph-out=FILE         write the lock graph, see docs/graph-format.md\n"
	      "\n"
	      "Exit status: 0 clean, 1 findings, 2 could not do the job.\n",
	      stdout);
}

enum {
	O_VMLINUX = OPTION_OWN,
	O_MODULES,
	O_KALLSYMS,
	O_GRAPH_OUT,
	O_STATS,
	O_VERBOSE,
	O_HELP,
};

static const struct option long_options[] = {
	VERDICT_OPTIONS,
	{ "vmlinux", required_argument, NULL, O_VMLINUX },
	{ "modules", required_argument, NULL, O_MODULES },
	{ "kallsyms", required_argument, NULL, O_KALLSYMS },
	{ "graph-out", required_argument, NULL, O_GRAPH_OUT },
	{ "stats", no_argument, NULL, O_STATS },
	{ "verbose", no_argument, NULL, O_VERBOSE },
	{ "help", no_argument, NULL, O_HELP },
	{ NULL, 0, NULL, 0 },
};

/* Fills @o; returns an exit status if the job ends here, else -1. */
static int read_options(struct trace_options *o, int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, "h", long_options, NULL)) != -1) {
		switch (c) {
		case O_VMLINUX:
			o->vmlinux = optarg;
			break;
		case O_MODULES:
			o->modules = optarg;
			break;
		case O_KALLSYMS:
			o->kallsyms = optarg;
			break;
		case O_STATS:
			o->stats = true;
			break;
		case O_VERBOSE:
			o->verbose = true;
			break;
		case O_GRAPH_OUT:
			o->graph_out = optarg;
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
		diag("trace: name a recording; 'unspin trace --help' tells more");
		return 2;
	}
	return -1;
}

/* NULL if the user named no source of symbols. */
static struct symbols *load_symbols(const struct trace_options *o)
{
	struct symbols *s;

	if (!o->vmlinux && !o->modules && !o->kallsyms)
		return NULL;
	s = symbols_new();
	if (o->kallsyms)
		symbols_add_kallsyms(s, o->kallsyms);
	if (o->vmlinux)
		symbols_add_vmlinux(s, o->vmlinux);
	if (o->modules)
		symbols_add_modules(s, o->modules, NULL);
	return s;
}

static bool write_graph(const char *out, struct trace *t, const char *first)
{
	const struct graph_view view = { .graph = trace_graph(t),
					 .story = trace_story,
					 .reason = trace_reason,
					 .front = t,
					 .source = name_of(first) };

	return graph_save(out, &view);
}

/* Findings, and the graph if it is asked for. Returns the exit status. */
static int judge(const struct trace_options *o, struct trace *t, const char *first)
{
	struct findings found = { 0 };
	int status;

	trace_judge(t, &o->verdict.rules, &found);
	progress(NULL);
	status = verdict_report(&o->verdict, &found);
	if (o->graph_out && !write_graph(o->graph_out, t, first))
		status = 2;
	findings_free(&found);
	return status;
}

static int show_stats(const struct trace_options *o, struct trace *t)
{
	bool written;

	trace_finish_stats(t);
	written = o->verdict.format == FORMAT_JSON ? lockstats_json(t) : lockstats_text(t);
	if (!written)
		diag("standard output: %s", strerror(errno));
	return written ? 0 : 2;
}

static int trace(const struct trace_options *o, char **paths, int n)
{
	struct symbols *symbols = load_symbols(o);
	struct trace *t = trace_new(symbols);
	bool whole = true;
	int status;

	if (o->stats)
		trace_keep_stats(t);
	input_end_on_interrupt();
	for (int i = 0; i < n && !input_interrupted(); i++)
		whole &= trace_read(t, paths[i]);
	status = o->stats ? show_stats(o, t) : judge(o, t, paths[0]);
	if (o->verbose)
		trace_summary(t, stderr);
	trace_free(t);
	symbols_free(symbols);
	return whole ? status : 2;
}

int cmd_trace(int argc, char **argv)
{
	struct trace_options o = { 0 };
	int status;

	verdict_defaults(&o.verdict);
	status = read_options(&o, argc, argv);
	return status < 0 ? trace(&o, argv + optind, argc - optind) : status;
}
