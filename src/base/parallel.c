// SPDX-License-Identifier: GPL-2.0-only
/* Threads: see parallel.h. Work is handed out item by item from one counter. */
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"

/* Deep enough for the bounded recursion of the parser under ASan. */
#define STACK_SIZE (64u << 20)

static unsigned nthreads;

struct job {
	void (*fn)(void *arg, unsigned item, unsigned thread);
	void *arg;
	unsigned n;
	atomic_uint next;
};

struct worker {
	struct job *job;
	unsigned thread;
	pthread_t id;
};

unsigned parallel_threads(void)
{
	if (!nthreads) {
		long cores = sysconf(_SC_NPROCESSORS_ONLN);

		nthreads = cores < 1 ? 1 : cores > 256 ? 256 : (unsigned)cores;
	}
	return nthreads;
}

void parallel_set_threads(unsigned n)
{
	nthreads = n > 256 ? 256 : n;
}

static void *work(void *p)
{
	struct worker *w = p;
	unsigned item;

	while ((item = atomic_fetch_add(&w->job->next, 1)) < w->job->n)
		w->job->fn(w->job->arg, item, w->thread);
	return NULL;
}

void parallel_for(unsigned n, void (*fn)(void *, unsigned, unsigned), void *arg)
{
	struct job job = { .fn = fn, .arg = arg, .n = n };
	unsigned threads = parallel_threads();
	struct worker *w = xcalloc(threads, sizeof(*w));
	pthread_attr_t attr;

	if (threads > n)
		threads = n;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	for (unsigned i = 0; i < threads; i++) {
		w[i].job = &job;
		w[i].thread = i;
		if (pthread_create(&w[i].id, &attr, work, &w[i]))
			die("can't start a thread");
	}
	for (unsigned i = 0; i < threads; i++)
		pthread_join(w[i].id, NULL);
	pthread_attr_destroy(&attr);
	xfree(w);
}
