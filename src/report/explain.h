/* SPDX-License-Identifier: GPL-2.0-only */
/* The manual's pages, docs/rules/; "irq-unsafe.md" is the name of one. */
#ifndef UNSPIN_REPORT_EXPLAIN_H
#define UNSPIN_REPORT_EXPLAIN_H

#include "base/embedded.h"

extern const struct embedded embedded_pages[];
extern const unsigned embedded_pages_count;

#endif
