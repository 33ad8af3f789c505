// SPDX-License-Identifier: GPL-2.0-only
/* What a finding is about, as one number: see finding_fingerprint(). */
#include "report/report.h"

#include <string.h>

#include "base/hash.h"

/* Its length goes into the hash as well, so {"ab", "c"} and {"a", "bc"} differ. */
static uint64_t mix(uint64_t h, const char *s, size_t len)
{
	return hash_bytes64(s, len, h);
}

static uint64_t mix_name(uint64_t h, name_t n)
{
	return mix(h, name_str(n), name_len(n));
}

uint64_t finding_fingerprint(const struct finding *f)
{
	const char *rule = rule_name(f->rule);
	uint64_t h = mix(0, rule, strlen(rule));

	h = mix_name(h, f->file);
	h = mix_name(h, f->function);
	for (unsigned i = 0; i < f->nclasses; i++)
		h = mix_name(h, f->classes[i]);
	for (unsigned i = 0; i < f->nsides; i++) {
		const struct story_step *at = story_place(&f->sides[i].story);

		h = mix_name(h, at ? at->function : 0);
	}
	return hash_u64(h);
}
