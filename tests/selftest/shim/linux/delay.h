/* SPDX-License-Identifier: GPL-2.0-only */
/* Included by the self-tests, which use nothing of it. */
#ifndef SELFTEST_LINUX_DELAY_H
#define SELFTEST_LINUX_DELAY_H
#endif
