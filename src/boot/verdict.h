/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a guest's serial console tells of the run: the markers that its init writes to
 * the kernel's log ("unspin: end"), where lines stay whole, and the kernel's own complaints.
 */
#ifndef UNSPIN_BOOT_VERDICT_H
#define UNSPIN_BOOT_VERDICT_H

#include <stdbool.h>

struct verdict {
	bool up;       /* userspace has begun */
	bool finished; /* the script has come to its end, with @status */
	bool ended;    /* what it leaves behind is out: nothing more will come */
	int status;    /* the script's exit status */
	unsigned complaints;
	char first[160]; /* the first complaint, without its time stamp */
};

/* Take one line of the console into account; a verdict starts as all zeroes. */
void verdict_line(struct verdict *v, const char *line);

/*
 * unspin's exit status: 0 the script succeeded and the kernel had nothing to say, 1 it
 * complained or the script failed, 2 the script did not come to its end.
 */
int verdict_exit_status(const struct verdict *v);

#endif
