/* SPDX-License-Identifier: GPL-2.0-only */
/* Included by the self-tests, which use nothing of it. */
#ifndef SELFTEST_LINUX_INTERRUPT_H
#define SELFTEST_LINUX_INTERRUPT_H
#endif
