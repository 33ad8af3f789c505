// SPDX-License-Identifier: GPL-2.0-only
/* Names that the walk knows: see known.h. */
#include "analysis/known.h"

struct known known;

void known_init(void)
{
	known = (struct known){
		.null = name_of("NULL"),
		.false_ = name_of("false"),
		.int_ = name_of("int"),
		.err_ptr = name_of("ERR_PTR"),
		.must_hold = name_of("__must_hold"),
		.releases = name_of("__releases"),
		.rt = name_of("CONFIG_PREEMPT_RT"),
		.not_rt = name_of("!CONFIG_PREEMPT_RT"),
	};
}
