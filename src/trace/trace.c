// SPDX-License-Identifier: GPL-2.0-only
/* Recordings one after the other: each is replayed, and what it lacks is told. */
#include <string.h>

#include "base/diag.h"
#include "recording/reader.h"
#include "trace/lock_stat.h"
#include "trace/private.h"

struct trace *trace_new(struct symbols *symbols)
{
	struct trace *t = xcalloc(1, sizeof(*t));

	facts_init(&t->facts);
	t->symbols = symbols;
	return t;
}

void trace_free(struct trace *t)
{
	if (!t)
		return;
	facts_free(&t->facts);
	lockdep_dump_free(&t->lockdep);
	if (t->stats)
		stats_free(t->stats);
	xfree(t->stats);
	vec_free(&t->recordings);
	vec_free(&t->proofs);
	vec_free(&t->told);
	lockgraph_free(t->graph);
	xfree(t);
}

struct lockgraph *trace_graph(const struct trace *t)
{
	return t->graph;
}

/* What a reader of the report must know about this recording, once. */
static void tell_lacks(const char *path, const struct replay_summary *s)
{
	if (!s->acquisitions) {
		diag("%s: no lock_acquire events: nothing to learn about locks", path);
		return;
	}
	if (!(s->seen & 1u << EV_RELEASE))
		diag("%s: no lock_release events: nothing is known of what is held", path);
	if (!s->flags)
		diag("%s: no flags in its records: contexts taken from irq and softirq events",
		     path);
	else if (!(s->seen & (1u << EV_IRQ_DISABLE | 1u << EV_IRQ_ENABLE)))
		diag("%s: no irq_disable events: irq state taken from the records' flags", path);
	if (s->flags && !s->bh_flags)
		diag("%s: its flags don't tell whether bottom halves are off: no softirq rules",
		     path);
	if (s->flags && !s->depth)
		diag("%s: preemption is not counted: sleeping locks can't be told from others",
		     path);
	if (s->hidden)
		diag("%s: addresses are hidden (boot with no_hash_pointers, or set the trace "
		     "option hash-ptr to 0): locks of one name are taken for one",
		     path);
	if (s->lost)
		diag("%s: events were lost in %llu places; nothing is concluded across them", path,
		     (unsigned long long)s->lost);
	if (s->untracked)
		diag("%s: %llu acquisitions with %u locks held already were not followed", path,
		     (unsigned long long)s->untracked, MAX_HELD);
}

struct feed {
	struct replay *replay;
	const char *path;
	uint64_t n;
};

static bool feed(void *front, const struct event *e)
{
	struct feed *f = front;

	if (!(++f->n & 0xffff))
		progress("%s: %llu million events", f->path, (unsigned long long)f->n / 1000000);
	return replay_event(f->replay, e) && !input_interrupted();
}

static bool replay(struct trace *t, struct input *in, const struct event_reader *reader)
{
	uint32_t file = t->recordings.n;
	struct recording_info info = { 0 };
	struct replay_summary sum;
	struct feed f = { .path = in->path };
	bool ok;

	*vec_push(&t->recordings) = (struct recording){
		.path = in->path,
		.format = reader->format,
		.lines = reader->lines,
	};
	f.replay = replay_new(&t->facts, t->symbols, t->stats, file);
	if (t->symbols)
		info.stext = symbols_address(t->symbols, name_of("_stext"), 0);
	ok = reader->read(in, &info, feed, &f);
	replay_end(f.replay, &sum);
	progress(NULL);
	t->depth_known |= sum.depth;
	t->events += sum.events;
	t->acquisitions += sum.acquisitions;
	if (ok || sum.events)
		tell_lacks(in->path, &sum);
	return ok;
}

static bool read_lock_stat(struct trace *t, struct input *in)
{
	if (!t->stats) {
		diag("%s: a dump of /proc/lock_stat, which --stats shows", in->path);
		return false;
	}
	t->stats->file = t->recordings.n;
	*vec_push(&t->recordings) = (struct recording){
		.path = in->path,
		.format = "/proc/lock_stat",
		.lines = true,
	};
	return lock_stat_read(in, t->stats);
}

bool trace_read(struct trace *t, const char *path)
{
	struct input in;
	const struct event_reader *reader;
	bool ok = false;

	if (!input_open(&in, path))
		return false;
	reader = reader_for(&in);
	if (reader)
		ok = replay(t, &in, reader);
	else if (lockdep_dump_looks(in.head, in.nhead))
		ok = lockdep_dump_read(&t->lockdep, &in);
	else if (lock_stat_looks(in.head, in.nhead))
		ok = read_lock_stat(t, &in);
	else if (!in.nhead)
		diag("%s: empty", path);
	else
		diag("%s: no recording that unspin knows (trace.dat, ftrace text, perf.data, "
		     "perf script, /proc/lockdep, /proc/lock_stat)",
		     path);
	input_close(&in);
	return ok;
}

void trace_keep_stats(struct trace *t)
{
	t->stats = xcalloc(1, sizeof(*t->stats));
}

static void tell_taker(struct trace *t, struct stats_place *p)
{
	if (p->stack)
		p->function = stack_taker(t, p->stack);
}

void trace_finish_stats(struct trace *t)
{
	for (unsigned i = 0; i < t->stats->rows.n; i++) {
		tell_taker(t, &t->stats->rows.at[i].longest_wait);
		tell_taker(t, &t->stats->rows.at[i].longest_hold);
	}
	stats_sort(t->stats);
	if (t->stats->uncounted)
		diag("%llu acquisitions were not counted: there are more than %u classes",
		     (unsigned long long)t->stats->uncounted, STATS_ROWS_MAX);
}

const struct stats *trace_stats(const struct trace *t)
{
	return t->stats;
}

const char *trace_path(const struct trace *t, uint32_t file)
{
	return t->recordings.at[file].path;
}

bool trace_has_lines(const struct trace *t, uint32_t file)
{
	return t->recordings.at[file].lines;
}

void trace_summary(const struct trace *t, FILE *out)
{
	unsigned samples = 0;

	for (unsigned i = 1; i < t->facts.deps.n; i++)
		samples += t->facts.deps.at[i].samples.n;
	fprintf(out, "events                  %llu, of them acquisitions %llu\n",
		(unsigned long long)t->events, (unsigned long long)t->acquisitions);
	fprintf(out, "lock classes            %u\n", t->facts.classes.n - 1);
	fprintf(out, "dependencies            %u between classes, %u between locks\n",
		t->facts.deps.n - 1, samples);
	fprintf(out, "stacks                  %u%s\n",
		t->facts.stacks.first.n ? t->facts.stacks.first.n - 1 : 0,
		t->facts.stacks.full ? " (no room for more)" : "");
}
