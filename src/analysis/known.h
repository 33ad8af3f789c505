/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The few names of C and the kernel that the walk itself knows, interned once
 * before threads start: a name interned lazily by the first thread that wants
 * it would be a race.
 */
#ifndef UNSPIN_ANALYSIS_KNOWN_H
#define UNSPIN_ANALYSIS_KNOWN_H

#include "base/name.h"

extern struct known {
	name_t null, false_;	    /* zero by name */
	name_t int_, err_ptr;	    /* what an error is returned as */
	name_t must_hold, releases; /* attributes: held on entry */
	name_t rt, not_rt;	    /* the option PREEMPT_RT, set and not set */
} known;

void known_init(void);

#endif
