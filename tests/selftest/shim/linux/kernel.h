/* SPDX-License-Identifier: GPL-2.0-only */
/* What kernel code takes for granted: attributes, boot parameters, messages. */
#ifndef SELFTEST_LINUX_KERNEL_H
#define SELFTEST_LINUX_KERNEL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define __init
#define noinline __attribute__((noinline))
#define __maybe_unused __attribute__((unused))

/* Instruction addresses: the shim numbers events instead. */
#define _RET_IP_ 0ul
#define _THIS_IP_ 0ul

/* There is no command line, so no parameter of it is ever set. */
#define __setup(parameter, fn) static int (*const fn##_unused)(char *) __maybe_unused = (fn)
static inline int get_option(char **str, unsigned *value)
{
	(void)str;
	(void)value;
	return 0;
}

/* A new line of the log, and more of the same line; levels and rate limits there are none. */
void printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void pr_cont(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A warning is a failure of the run, whatever it says of the test case. */
bool warn_on(bool condition, const char *text, int line);
#define WARN_ON(condition) warn_on(condition, #condition, __LINE__)

#endif
