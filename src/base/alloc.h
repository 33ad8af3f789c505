/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Heap memory that can't fail: a checker that runs out of memory has nothing
 * useful left to say, so it says that one line and ends with status 2.
 */
#ifndef UNSPIN_BASE_ALLOC_H
#define UNSPIN_BASE_ALLOC_H

#include <stddef.h>
#include <stdlib.h>

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);
/* printf into a fresh string that the caller frees */
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static inline void xfree(void *p)
{
	free(p);
}

/*
 * Growing arrays: VEC(struct foo) v = { 0 }; *vec_push(&v) = x; for (i < v.n) v.at[i]; vec_free(&v).
 * vec_push returns a pointer to the new, zeroed last element, valid until the next push.
 */
#define VEC(type)             \
	struct {              \
		type *at;     \
		unsigned n;   \
		unsigned cap; \
	}

#define vec_push(v) \
	(vec_room((void **)&(v)->at, &(v)->cap, (v)->n, sizeof(*(v)->at)), &(v)->at[(v)->n++])
#define vec_pop(v) ((v)->at[--(v)->n])
#define vec_last(v) (&(v)->at[(v)->n - 1])
#define vec_clear(v) ((void)((v)->n = 0))
#define vec_free(v)                    \
	do {                           \
		xfree((v)->at);        \
		(v)->at = NULL;        \
		(v)->n = (v)->cap = 0; \
	} while (0)

/* Make room for element number @n (zeroing it); used by vec_push only. */
void vec_room(void **at, unsigned *cap, unsigned n, size_t size);

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Free a local's pointer when its scope ends. */
static inline void auto_free_(void *p)
{
	free(*(void **)p);
}
#define auto_free __attribute__((cleanup(auto_free_)))

#endif
