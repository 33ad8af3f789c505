// SPDX-License-Identifier: GPL-2.0-only
/* Reading a serial console: see verdict.h. */
#include "boot/verdict.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define MARKER "unspin: "

/*
 * How the kernel begins a report that something is wrong: WARN() and lockdep
 * (kernel/panic.c, kernel/locking/lockdep.c), spinlock_debug.c, the sleep check of
 * kernel/sched/core.c, and the ends of all.
 */
static const char *const complaints[] = {
	"WARNING: ",	"BUG: ",       "[ BUG: ",
	"INFO: task ",	"rcu: INFO: ", "watchdog: BUG: ",
	"Kernel panic", "Oops",	       "general protection fault",
};

/* The line behind "[    1.234567] " and, where CONFIG_PRINTK_CALLER is set, "[    1.234567][    T1] ". */
static const char *message(const char *line)
{
	while (line[0] == '[') {
		const char *p = line + 1 + strspn(line + 1, " ");

		p += *p == 'T' || *p == 'C';
		if (!isdigit((unsigned char)*p))
			break;
		p += strspn(p, "0123456789.");
		if (*p != ']')
			break;
		line = p + 1 + (p[1] == ' ');
	}
	return line;
}

static bool begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

static void marker(struct verdict *v, const char *word)
{
	if (begins(word, "up")) {
		v->up = true;
	} else if (begins(word, "exit ")) {
		v->finished = true;
		v->status = atoi(word + strlen("exit "));
	} else if (begins(word, "end")) {
		v->ended = true;
	}
}

void verdict_line(struct verdict *v, const char *line)
{
	const char *text = message(line);

	/* What a program prints has no time stamp; only the kernel's log counts. */
	if (text == line)
		return;
	if (begins(text, MARKER)) {
		marker(v, text + strlen(MARKER));
		return;
	}
	for (unsigned i = 0; i < ARRAY_SIZE(complaints); i++)
		if (begins(text, complaints[i])) {
			if (!v->complaints++)
				snprintf(v->first, sizeof(v->first), "%.*s",
					 (int)strcspn(text, "\r\n"), text);
			return;
		}
}

int verdict_exit_status(const struct verdict *v)
{
	if (!v->finished || !v->ended)
		return 2;
	return v->status || v->complaints ? 1 : 0;
}
