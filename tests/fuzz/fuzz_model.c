// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes are read as a model file without a crash, a leak or a hang. */
#include "model/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned errors;
	struct model *m = model_parse("fuzz", (const char *)data, size, &errors);

	model_free(m);
	return 0;
}
