/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration whose self-tests are run: x86 with PROVE_LOCKING, which
 * turns on the others (lib/Kconfig.debug). Included before any other line.
 */
#ifndef SELFTEST_KCONFIG_H
#define SELFTEST_KCONFIG_H

#define CONFIG_PROVE_LOCKING 1
#define CONFIG_PROVE_RAW_LOCK_NESTING 1
#define CONFIG_DEBUG_LOCK_ALLOC 1
#define CONFIG_DEBUG_MUTEXES 1
#define CONFIG_TRACE_IRQFLAGS 1
#define CONFIG_RT_MUTEXES 1
#define CONFIG_QUEUED_RWLOCKS 1
#define CONFIG_SMP 1

/* An option that is asked for and not named here does not compile. */
#define IS_ENABLED(option) (option)

#endif
