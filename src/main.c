// SPDX-License-Identifier: GPL-2.0-only
/*
 * unspin: the verbs and nothing else. Each verb is one file under cmd/.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/name.h"
#include "cmd/cmd.h"

static const struct verb {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} verbs[] = {
	{ "check", cmd_check,
	  "find lock bugs in C source: files, directories, a whole kernel tree" },
	{ "trace", cmd_trace, "find lock bugs in recordings of a running kernel" },
	{ "graph", cmd_graph,
	  "unite, check, compare and draw lock graphs that were written to files" },
	{ "boot", cmd_boot, "build a kernel or modules, run a script in an emulated machine" },
};

static void usage(FILE *out)
{
	fputs("usage: unspin VERB [OPTION]… [ARGUMENT]…\n\n", out);
	for (unsigned i = 0; i < ARRAY_SIZE(verbs); i++)
		fprintf(out, "  %-8s %s\n", verbs[i].name, verbs[i].help);
	fputs("\n'unspin VERB --help' tells a verb's options.\n"
	      "Exit status: 0 clean, 1 findings, 2 could not do the job.\n",
	      out);
}

int main(int argc, char **argv)
{
	if (argc > 1 &&
	    (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))) {
		usage(stdout);
		return 0;
	}
	if (argc > 1 && !strcmp(argv[1], "--version")) {
		puts("unspin " UNSPIN_VERSION);
		return 0;
	}
	for (unsigned i = 0; i < ARRAY_SIZE(verbs) && argc > 1; i++)
		if (!strcmp(argv[1], verbs[i].name)) {
			int status = verbs[i].run(argc - 1, argv + 1);

			name_free_all();
			return status;
		}
	usage(stderr);
	return 2;
}
