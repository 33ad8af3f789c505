/* SPDX-License-Identifier: GPL-2.0-only */
/* The shipped model files of model/. */
#ifndef UNSPIN_MODEL_EMBEDDED_H
#define UNSPIN_MODEL_EMBEDDED_H

#include "base/embedded.h"

extern const struct embedded embedded_models[];
extern const unsigned embedded_models_count;

#endif
