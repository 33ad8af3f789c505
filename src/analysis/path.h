/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Access paths that outlive their function: how a summary names a lock.
 *
 * A path is a root and a chain of member, deref, address, index and
 * container_of steps, interned for the whole program, so that two paths are
 * the same lock's name exactly if their numbers are equal. Substituting a
 * call's arguments for the parameter roots carries a path from callee to
 * caller.
 *
 * Casts stay in a path, since they may be all that tells a type, but do not
 * make it another lock: compare path_key()s.
 */
#ifndef UNSPIN_ANALYSIS_PATH_H
#define UNSPIN_ANALYSIS_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "program/link.h"

typedef uint32_t path_t; /* 0: not a path that can be followed */

enum path_op {
	P_PARAM, /* a = parameter number of the function that the path is seen from; b = 1: no longer what
		     was passed, but what was assigned to it since */
	P_GLOBAL, /* a = name, b = unit + 1 for what is static to a file, else 0 */
	P_LOCAL,  /* a = local number, b = fn_t: some object that only this function knows */
	P_CLASS,  /* a = name of a lock class: some lock of it, which can't be named otherwise */
	P_RESULT, /* a = call number, b = fn_t: what a call returned there */
	P_EXPR,	  /* a = expr_t, b = fn_t: a value there that is not followed any further */
	P_MEMBER, /* a = name; base is a record */
	P_DEREF,
	P_ADDR,
	P_INDEX,     /* a = constant index, or NO_INDEX: some element */
	P_CONTAINER, /* a = record tag, b = member: container_of(base, struct a, b) */
	P_CAST,	     /* a = type name, b = kind << 8 | pointers */
};
#define NO_INDEX UINT32_MAX

struct path {
	path_t base; /* 0 for roots */
	path_t key;  /* the same without casts; itself if there are none */
	uint8_t op;
	uint8_t depth;
	uint32_t a, b;
};

void paths_init(void);
void paths_free(void);

const struct path *path_of(path_t p);

/* Add a step, simplifying *&x, &*p and container_of pairs. 0 stays 0; too long a path is 0. */
path_t path_step(path_t base, enum path_op op, uint32_t a, uint32_t b);
path_t path_root(enum path_op op, uint32_t a, uint32_t b);

static inline path_t path_key(path_t p)
{
	return p ? path_of(p)->key : 0;
}

/* The root of @p, 0 for 0. */
path_t path_origin(path_t p);

/* True if both name the same object for sure: equal keys, and no "some element" or unknown in them. */
bool path_same(path_t a, path_t b);

/* Replace parameter roots by @args (n of them, 0 where unknown); 0 if it can't be told. */
path_t path_subst(path_t p, const path_t *args, unsigned n);

/* @p where the parameters in @mask have been assigned to. */
path_t path_reassigned(path_t p, uint32_t mask);

/* True if @p names something that callers can name too: rooted in a parameter or a global. */
bool path_is_visible(path_t p);

/* True if @p is a variable or a part of one, with no pointer on the way. */
bool path_is_variable(path_t p);

/* Is @object, a key, on the way to what @p names? */
bool path_goes_through(path_t p, path_t object);

#endif
