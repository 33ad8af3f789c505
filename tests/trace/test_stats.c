// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lock statistics: events told by hand become counts and times by class and context,
 * and a dump of /proc/lock_stat becomes rows of the same table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "trace/lock_stat.h"

/* ---- a small front end: each call is one event; times are microseconds ---- */

struct machine {
	struct stats stats;
	uint64_t position;
};

static int32_t pid = 7;
static unsigned cpu = 1;

static void event(struct machine *m, enum event_type type, const char *name, uint64_t lock,
		  uint64_t us, const char *how, enum lock_ctx ctx)
{
	struct event e = { .type = type, .cpu = cpu, .pid = pid, .time = us * 1000 };

	e.comm = name_of("sh");
	e.position = ++m->position;
	e.lock.name = name_of(name);
	e.lock.lock = lock;
	e.lock.read = strchr(how, 'r');
	e.lock.trylock = strchr(how, 't');
	stats_event(&m->stats, &e, ctx, (uint32_t)m->position);
}

static void take(struct machine *m, const char *name, uint64_t lock, uint64_t us, const char *how)
{
	event(m, EV_ACQUIRE, name, lock, us, how, LC_PROCESS);
}

static void wait(struct machine *m, const char *name, uint64_t lock, uint64_t us)
{
	event(m, EV_CONTENDED, name, lock, us, "", LC_PROCESS);
}

static void got(struct machine *m, const char *name, uint64_t lock, uint64_t us)
{
	event(m, EV_ACQUIRED, name, lock, us, "", LC_PROCESS);
}

static void drop(struct machine *m, const char *name, uint64_t lock, uint64_t us)
{
	event(m, EV_RELEASE, name, lock, us, "", LC_PROCESS);
}

static struct machine start(void)
{
	struct machine m = { .position = 0 };

	stats_next_file(&m.stats, 3);
	pid = 7;
	cpu = 1;
	return m;
}

/* "name ctx acquisitions/tries/reads wait contentions count:total:max hold count:total:max", in us */
static const char *row_text(const struct stats_row *r)
{
	static char text[300];

	snprintf(text, sizeof(text), "%s %s %u/%u/%u wait %u %u:%u:%u hold %u:%u:%u",
		 name_str(r->name), r->ctx == STATS_ALL_CONTEXTS ? "any" : lock_ctx_name(r->ctx),
		 (unsigned)r->acquisitions, (unsigned)r->tries, (unsigned)r->reads,
		 (unsigned)r->contentions, (unsigned)r->wait.count,
		 (unsigned)(r->wait.total / 1000), (unsigned)(r->wait.max / 1000),
		 (unsigned)r->hold.count, (unsigned)(r->hold.total / 1000),
		 (unsigned)(r->hold.max / 1000));
	return text;
}

static void ends_with_rows(struct machine *m, const char *const *rows, unsigned n)
{
	stats_sort(&m->stats);
	assert_int_equal(m->stats.rows.n, n);
	for (unsigned i = 0; i < n; i++)
		assert_string_equal(row_text(&m->stats.rows.at[i]), rows[i]);
	stats_free(&m->stats);
}

#define ENDS_WITH(m, ...)                                           \
	do {                                                        \
		static const char *const rows_[] = { __VA_ARGS__ }; \
		ends_with_rows(m, rows_, ARRAY_SIZE(rows_));        \
	} while (0)

/* ---- events ---- */

static void holds_are_timed(void **state)
{
	(void)state;
	struct machine m = start();

	take(&m, "a", 0x10, 100, "");
	drop(&m, "a", 0x10, 130);
	take(&m, "a", 0x20, 200, "t");
	drop(&m, "a", 0x20, 250);
	take(&m, "a", 0x10, 300, "r");
	drop(&m, "a", 0x10, 310);
	assert_int_equal(m.stats.rows.at[0].longest_hold.position, 3);
	assert_int_equal(m.stats.rows.at[0].longest_hold.stack, 3);
	assert_int_equal(m.stats.rows.at[0].longest_hold.file, 3);
	assert_int_equal(m.stats.rows.at[0].longest_hold.pid, 7);
	assert_int_equal(m.stats.given_up, 0);
	ENDS_WITH(&m, "a process 3/1/1 wait 0 0:0:0 hold 3:90:50");
}

static void waits_are_timed(void **state)
{
	(void)state;
	struct machine m = start();

	take(&m, "a", 0x10, 100, "");
	wait(&m, "a", 0x10, 110);
	got(&m, "a", 0x10, 150);
	drop(&m, "a", 0x10, 155);
	take(&m, "a", 0x10, 200, "");
	wait(&m, "a", 0x10, 200);
	got(&m, "a", 0x10, 203);
	drop(&m, "a", 0x10, 220);
	assert_int_equal(m.stats.rows.at[0].longest_wait.position, 1);
	assert_int_equal(m.stats.rows.at[0].longest_hold.position, 5);
	ENDS_WITH(&m, "a process 2/0/0 wait 2 2:43:40 hold 2:22:17");
}

/* What passes before lock_acquired is no hold; without that event it begins with lock_acquire. */
static void holds_begin_when_got(void **state)
{
	(void)state;
	struct machine m = start();

	take(&m, "a", 0x10, 100, "");
	got(&m, "a", 0x10, 140);
	drop(&m, "a", 0x10, 150);
	ENDS_WITH(&m, "a process 1/0/0 wait 0 0:0:0 hold 1:10:10");
}

static void contexts_are_apart(void **state)
{
	(void)state;
	struct machine m = start();

	take(&m, "a", 0x10, 100, "");
	event(&m, EV_ACQUIRE, "a", 0x20, 110, "", LC_HARDIRQ);
	event(&m, EV_RELEASE, "a", 0x20, 115, "", LC_HARDIRQ);
	event(&m, EV_ACQUIRE, "a", 0x30, 120, "", LC_SOFTIRQ);
	event(&m, EV_RELEASE, "a", 0x30, 121, "", LC_SOFTIRQ);
	drop(&m, "a", 0x10, 130);
	ENDS_WITH(&m, "a process 1/0/0 wait 0 0:0:0 hold 1:30:30",
		  "a hardirq 1/0/0 wait 0 0:0:0 hold 1:5:5",
		  "a softirq 1/0/0 wait 0 0:0:0 hold 1:1:1");
}

/* Readers in two tasks, and one in the other, of one lock. */
static void readers_overlap_and_nest(void **state)
{
	(void)state;
	struct machine m = start();

	take(&m, "a", 0x10, 100, "r");
	take(&m, "a", 0x10, 110, "r");
	pid = 8;
	take(&m, "a", 0x10, 120, "r");
	drop(&m, "a", 0x10, 121);
	pid = 7;
	drop(&m, "a", 0x10, 130);
	drop(&m, "a", 0x10, 150);
	ENDS_WITH(&m, "a process 3/0/3 wait 0 0:0:0 hold 2:51:50");
}

static void idle_tasks_are_apart(void **state)
{
	(void)state;
	struct machine m = start();

	pid = 0;
	take(&m, "a", 0x10, 100, "r");
	cpu = 2;
	take(&m, "a", 0x10, 110, "r");
	drop(&m, "a", 0x10, 111);
	cpu = 1;
	drop(&m, "a", 0x10, 120);
	ENDS_WITH(&m, "a process 2/0/2 wait 0 0:0:0 hold 2:21:20");
}

/* A task that holds a mutex is the same one on another CPU. */
static void tasks_move(void **state)
{
	(void)state;
	struct machine m = start();

	take(&m, "a", 0x10, 100, "");
	cpu = 5;
	drop(&m, "a", 0x10, 140);
	ENDS_WITH(&m, "a process 1/0/0 wait 0 0:0:0 hold 1:40:40");
}

static void what_was_not_seen_is_not_timed(void **state)
{
	(void)state;
	struct machine m = start();

	drop(&m, "a", 0x10, 10);
	got(&m, "a", 0x10, 10);
	wait(&m, "a", 0x10, 10);
	/* a release that is missing */
	take(&m, "a", 0x10, 100, "");
	take(&m, "a", 0x10, 500, "");
	drop(&m, "a", 0x10, 510);
	/* lost events, and the next recording */
	take(&m, "a", 0x10, 600, "");
	event(&m, EV_LOST, "", 0, 700, "", LC_PROCESS);
	drop(&m, "a", 0x10, 1000);
	take(&m, "a", 0x10, 1100, "");
	stats_next_file(&m.stats, 4);
	drop(&m, "a", 0x10, 2000);
	/* an interrupted wait */
	take(&m, "a", 0x10, 3000, "");
	wait(&m, "a", 0x10, 3001);
	drop(&m, "a", 0x10, 4000);
	/* clocks that differ */
	take(&m, "b", 0x10, 5000, "");
	drop(&m, "b", 0x10, 4999);
	assert_int_equal(m.stats.given_up, 3);
	ENDS_WITH(&m, "a process 5/0/0 wait 1 0:0:0 hold 1:10:10",
		  "b process 1/0/0 wait 0 0:0:0 hold 1:0:0");
}

/* Hidden addresses: a class's locks are one. */
static void hidden_locks_are_told_by_name(void **state)
{
	(void)state;
	struct machine m = start();

	take(&m, "a", 0, 100, "");
	take(&m, "b", 0, 110, "");
	drop(&m, "b", 0, 115);
	drop(&m, "a", 0, 120);
	ENDS_WITH(&m, "a process 1/0/0 wait 0 0:0:0 hold 1:20:20",
		  "b process 1/0/0 wait 0 0:0:0 hold 1:5:5");
}

static void rows_are_sorted(void **state)
{
	(void)state;
	struct machine m = start();

	take(&m, "short", 1, 0, "");
	drop(&m, "short", 1, 5);
	take(&m, "same-b", 2, 10, "");
	drop(&m, "same-b", 2, 16);
	take(&m, "same-a", 3, 20, "");
	drop(&m, "same-a", 3, 26);
	take(&m, "waited", 4, 30, "");
	wait(&m, "waited", 4, 30);
	got(&m, "waited", 4, 31);
	drop(&m, "waited", 4, 31);
	ENDS_WITH(&m, "waited process 1/0/0 wait 1 1:1:1 hold 1:0:0",
		  "same-a process 1/0/0 wait 0 0:0:0 hold 1:6:6",
		  "same-b process 1/0/0 wait 0 0:0:0 hold 1:6:6",
		  "short process 1/0/0 wait 0 0:0:0 hold 1:5:5");
}

/* As many locks as one likes are taken and never released, in as many classes. */
static void memory_is_bounded(void **state)
{
	(void)state;
	struct machine m = start();
	char name[20];

	for (unsigned i = 0; i < STATS_ROWS_MAX + 1000; i++) {
		snprintf(name, sizeof(name), "class%u", i);
		take(&m, name, 0x1000 + i, i, "");
	}
	assert_int_equal(m.stats.rows.n, STATS_ROWS_MAX);
	assert_int_equal(m.stats.uncounted, 1000);
	assert_true(m.stats.given_up >= STATS_ROWS_MAX - STATS_FLIGHTS);
	/* the latest are still known */
	snprintf(name, sizeof(name), "class%u", STATS_ROWS_MAX - 1);
	drop(&m, name, 0x1000 + STATS_ROWS_MAX - 1, STATS_ROWS_MAX + 41);
	assert_int_equal(m.stats.rows.at[STATS_ROWS_MAX - 1].hold.total, 42000);
	stats_free(&m.stats);
}

/* ---- /proc/lock_stat ---- */

#define HEAD                                                                                      \
	"lock_stat version 0.4\n"                                                                 \
	"---------------------------------------------------------------------------------\n"     \
	"  class name    con-bounces    contentions   waittime-min   waittime-max waittime-total" \
	"   waittime-avg    acq-bounces   acquisitions   holdtime-min   holdtime-max"             \
	" holdtime-total   holdtime-avg\n"                                                        \
	"---------------------------------------------------------------------------------\n\n"

static bool read_dump(struct stats *s, const char *text)
{
	char path[] = "/tmp/unspin-test-XXXXXX";
	int fd = mkstemp(path);
	struct input in;
	bool ok;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	assert_true(input_open(&in, path));
	assert_true(lock_stat_looks(in.head, in.nhead));
	ok = lock_stat_read(&in, s);
	input_close(&in);
	unlink(path);
	return ok;
}

static void dumps_are_read(void **state)
{
	(void)state;
	struct machine m = start();
	const struct stats_row *row;

	assert_true(read_dump(
		&m.stats, HEAD
		"   &rq->__lock/1:  21  20  3.37  74542.27  242790.55  12139.53  551  15350  0.00"
		"  128728.57  1169473.15  76.19\n"
		"   -----------\n"
		"   &rq->__lock/1   3  [<(____ptrval____)>] try_to_wake_up+0x2a2/0x750\n"
		"   &rq->__lock/1  17  [<ffffffff81234567>] raw_spin_rq_lock_nested+0x3b/0xb0\n"
		"   -----------\n"
		"   &rq->__lock/1   8  [<(____ptrval____)>] __task_rq_lock+0x67/0x190\n"
		"   &rq->__lock/1   4  [<(____ptrval____)>] edu_write+0x2a2/0x750 [edu]\n"
		"\n..........................................................................\n\n"
		"   tasklist_lock-W:  0  1  0.00  9.00  9.00  0.00  23  91  0.00  20823.15  63145.57"
		"  693.91\n"
		"   tasklist_lock-R:  5  5  742.44  17662.19  27117.04  5423.41  16  45  2.40"
		"  131488.58  132711.50  2949.14\n"
		"   &ACCESS_PRIVATE(sdp, lock):  0  0  0.00  0.00  0.00  0.00  1  3  45.69"
		"  28332.07  28502.10  9500.70\n"));
	row = stats_row(&m.stats, name_of("&rq->__lock/1"), STATS_ALL_CONTEXTS);
	assert_string_equal(name_str(row->longest_wait.function), "raw_spin_rq_lock_nested");
	assert_string_equal(name_str(row->longest_hold.function), "__task_rq_lock");
	assert_int_equal(row->longest_hold.position, 6);
	assert_int_equal(row->wait.max, 74542270);
	row = stats_row(&m.stats, name_of("tasklist_lock"), STATS_ALL_CONTEXTS);
	assert_int_equal(row->longest_wait.function, 0);
	assert_int_equal(row->longest_wait.position, 17);
	ENDS_WITH(&m,
		  "&rq->__lock/1 any 15350/0/0 wait 20 20:242790:74542 hold 15350:1169473:128728",
		  "tasklist_lock any 136/0/45 wait 6 6:27126:17662 hold 136:195857:131488",
		  "&ACCESS_PRIVATE(sdp, lock) any 3/0/0 wait 0 0:0:0 hold 3:28502:28332");
}

static void broken_dumps_are_used_as_far_as_they_go(void **state)
{
	(void)state;
	struct machine m = start();
	unsigned said = diag_count();

	assert_true(read_dump(&m.stats,
			      HEAD "   a:  1 2 3\n"
				   "   a:  1 1 0.00 1.00 1.00 1.00 1 1 0.00 1.00 1.00\n"
				   "   a:  1 1 0.00 1.00 1.00 1.00 1 1 0.00 1.00 1.00 x\n"
				   "   :  1 1 0.00 1.00 1.00 1.00 1 1 0.00 1.00 1.00 1.00\n"
				   "   a:  1 1 0.0 1.00 1.00 1.00 1 1 0.00 1.00 1.00 1.00\n"
				   "   a  17  [<\n"
				   "   a  [<ffffffff81234567>] f+0x3b/0xb0\n"
				   "   b:  1 1 0.00 1.00 1.00 1.00 1 1 0.00 1.00 1.00 1.00\n"
				   "   b  17  [<\n"
				   "   b  [<ffffffff81234567>] f+0x3b/0xb0\n"
				   "   c:  1 1 0.00 1"));
	assert_int_equal(diag_count(), said);
	assert_false(read_dump(&m.stats, HEAD));
	assert_int_equal(diag_count(), said + 1);
	ENDS_WITH(&m, "b any 1/0/0 wait 1 1:1:1 hold 1:1:1");
}

static int forget_names(void **state)
{
	(void)state;
	name_free_all();
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_are_timed),
		cmocka_unit_test(waits_are_timed),
		cmocka_unit_test(holds_begin_when_got),
		cmocka_unit_test(contexts_are_apart),
		cmocka_unit_test(readers_overlap_and_nest),
		cmocka_unit_test(idle_tasks_are_apart),
		cmocka_unit_test(tasks_move),
		cmocka_unit_test(what_was_not_seen_is_not_timed),
		cmocka_unit_test(hidden_locks_are_told_by_name),
		cmocka_unit_test(rows_are_sorted),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(dumps_are_read),
		cmocka_unit_test(broken_dumps_are_used_as_far_as_they_go),
	};

	return cmocka_run_group_tests(tests, NULL, forget_names);
}
