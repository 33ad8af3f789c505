/* SPDX-License-Identifier: GPL-2.0-only */
/* What a loaded model is made of; shared by the loader and the lookups only. */
#ifndef UNSPIN_MODEL_PRIVATE_H
#define UNSPIN_MODEL_PRIVATE_H

#include "model/model.h"
#include "model/table.h"

struct model {
	struct table apis;	/* name → struct effect */
	struct table ops;	/* hash_pair(tag, member) → struct ops_ctx */
	struct table roots;	/* name → struct ops_ctx */
	struct table definers;	/* name → struct definer */
	struct table guards;	/* name → struct guard_class; of several the last one counts */
	struct map types;	/* name → enum lock_kind */
	struct map containers;	/* name → nothing */
	struct map realtime;	/* name of an architecture → nothing */
	struct map sections;	/* name → enum model_phase */
	struct map gfp;		/* name → nothing: allows sleeping */
	struct map verbatim;	/* name of an API → nothing: has effects with named */
	VEC(name_t) unit_words; /* MAX_UNIT_WORDS at most */
};

#endif
