// SPDX-License-Identifier: GPL-2.0-only
/* The error channel and the progress line: see diag.h. */
#include "base/diag.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned lines;
static int drawn;

static void clear_progress(void)
{
	if (drawn)
		fputs("\r\033[K", stderr);
	drawn = 0;
}

static void vdiag(const char *fmt, va_list ap)
{
	pthread_mutex_lock(&lock);
	clear_progress();
	lines++;
	fputs("unspin: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	pthread_mutex_unlock(&lock);
}

void diag(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vdiag(fmt, ap);
	va_end(ap);
}

void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vdiag(fmt, ap);
	va_end(ap);
	exit(2);
}

unsigned diag_count(void)
{
	return lines;
}

void progress(const char *fmt, ...)
{
	static int is_terminal = -1;
	static struct timespec last;
	struct timespec now;
	va_list ap;

	if (is_terminal < 0)
		is_terminal = isatty(STDERR_FILENO);
	if (!is_terminal)
		return;
	pthread_mutex_lock(&lock);
	clock_gettime(CLOCK_MONOTONIC, &now);

	long ms = (now.tv_sec - last.tv_sec) * 1000 + (now.tv_nsec - last.tv_nsec) / 1000000;

	if (!fmt) {
		clear_progress();
	} else if (ms >= 100) {
		last = now;
		clear_progress();
		va_start(ap, fmt);
		vfprintf(stderr, fmt, ap);
		va_end(ap);
		drawn = 1;
	}
	fflush(stderr);
	pthread_mutex_unlock(&lock);
}
