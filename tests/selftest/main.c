// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run the kernel's locking self-tests: the kernel's log on stdout, the rules that
 * complained in each case on stderr. Exit status 2 if the kernel would have warned
 * of something else.
 *
 * usage: selftest [records] [MUTATION]
 *
 * With `records` the tracker is told of interrupts as by a recording; with a
 * mutation it is made worse (lockdep.c), to see that the self-tests notice.
 */
#include <stdio.h>
#include <string.h>

#include "base/name.h"
#include "machine.h"

/* lib/locking-selftest.c */
void locking_selftest(void);

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "records")) {
			machine.by_records = true;
		} else if (!machine_mutate(argv[i])) {
			fprintf(stderr, "%s: no such mutation\n", argv[i]);
			return 2;
		}
	}
	machine_start();
	locking_selftest();
	machine_stop();
	name_free_all();
	return log_warnings() ? 2 : 0;
}
