// SPDX-License-Identifier: GPL-2.0-only
/* When to give a guest up: see patience.h. */
#include "boot/patience.h"

void patience_progress(struct patience *p, double wall, double cpu)
{
	p->wall = wall;
	p->cpu = cpu;
}

bool patience_over(const struct patience *p, unsigned cpus, double wall, double cpu)
{
	return cpu - p->cpu >= p->silence * cpus || cpu >= p->whole * cpus ||
	       wall - p->wall >= p->silence * PATIENCE_WALL;
}
