// SPDX-License-Identifier: GPL-2.0-only
/* Kernel modules from source: see module.h. */
#include "boot/module.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "boot/child.h"

static bool run(argv_t *argv, const char *what)
{
	int status = child_run(argv, -1, STDERR_FILENO, -1);

	vec_free(argv);
	if (status > 0)
		diag("%s", what);
	return status == 0;
}

bool module_build(const char *kernel, const char *source, const char *out)
{
	char place[PATH_MAX];
	argv_t cp = { 0 }, make = { 0 };
	char *kbuild = xasprintf("%s/Makefile", kernel), *m, *jobs;
	bool good = false;

	if (access(kbuild, R_OK)) {
		diag("%s: no build directory of a kernel", kernel);
	} else if (access(source, R_OK | X_OK)) {
		diag("%s: %s", source, strerror(errno));
	} else if (!access(out, F_OK)) {
		diag("%s is there already", out);
	} else {
		argv_add(&cp, "cp", "-rT", "--", source, out, NULL);
		good = run(&cp, "the modules' source can't be copied");
	}
	xfree(kbuild);
	if (!good || !realpath(out, place))
		return false;
	m = xasprintf("M=%s", place);
	jobs = xasprintf("-j%ld", sysconf(_SC_NPROCESSORS_ONLN));
	argv_add(&make, "make", "-s", "-C", kernel, m, jobs, "modules", NULL);
	good = run(&make, "the modules do not build");
	xfree(jobs);
	xfree(m);
	return good;
}
