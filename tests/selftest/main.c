// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run the kernel's locking self-tests: the kernel's log on stdout, the rules that
 * complained in each case on stderr. Exit status 2 if the kernel would have warned
 * of something else. With an argument, on a tracker that is made worse by it.
 */
#include <stdio.h>

#include "base/name.h"
#include "lockdep.h"

int main(int argc, char **argv)
{
	if (argc > 1 && !lockdep_mutate(argv[1])) {
		fprintf(stderr, "%s: no such mutation\n", argv[1]);
		return 2;
	}
	lockdep_start();
	locking_selftest();
	lockdep_stop();
	name_free_all();
	return kernel_warnings() ? 2 : 0;
}
