// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions that include/linux/cleanup.h's macros define: a guard's or
 * class's constructor and destructor, under the names that they have in the
 * kernel, so that a driver's own guard means what its definition says.
 *
 *   DEFINE_GUARD(NAME, type, lock, unlock)	    class_NAME_constructor(_T), …_destructor(_T)
 *   DEFINE_LOCK_GUARD_1(NAME, type, lock, unlock)  the same; _T->lock is the parameter
 *   DEFINE_LOCK_GUARD_0(NAME, lock, unlock)	    the same without parameter
 *   DEFINE_GUARD_COND(NAME, _ext, lock)	    class_NAME_ext_constructor(_T)
 *   DEFINE_LOCK_GUARD_1_COND(NAME, _ext, lock)	    the same
 *   DEFINE_CLASS(NAME, type, exit, init, params…)  class_NAME_constructor(params), …_destructor(_T)
 *   DEFINE_FREE(NAME, type, free)		    __free_NAME(_T)
 *
 * Inside, the object is called _T. A constructor's value is what it returns;
 * of a conditional one, what its lock function does.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

static struct node *arg_at(const struct node *call, unsigned i)
{
	struct node *a = call->list;

	while (a && i--)
		a = a->next;
	return a;
}

enum object { NO_OBJECT, OBJECT, OBJECT_IN_GUARD };

/* A static inline function @name with the object as its parameter and @body inside. */
static void define(struct lowering *l, name_t name, enum object object, struct node *type,
		   struct node *params, struct node *body)
{
	struct tref t;

	if (!body)
		return;
	function_begin(l, body);
	t = type_argument(l, type);
	if (object == OBJECT_IN_GUARD)
		t.ptr += t.ptr < UINT8_MAX;
	if (object != NO_OBJECT)
		bind_param(l, name_of("_T"), NULL, t);
	for (struct node *p = params; p; p = p->next)
		if (p->kind == N_TYPE && p->name)
			bind_param(l, p->name, NULL, type_of(l, p->type));
	if (object == OBJECT_IN_GUARD) {
		/* _T stands for what has the parameter as its member `lock` */
		struct tref guard = { .kind = TR_NONE };
		struct binding *b = scope_find(l, name_of("_T"));

		b->value = x_container(l, x_addr(l, b->value), guard, name_of("lock"));
	}
	function_end(l, name, body);
}

static name_t class_name(const struct node *name, const struct node *ext, const char *what)
{
	return name_printf("class_%s%s_%s", name_str(name->name), ext ? name_str(ext->name) : "",
			   what);
}

void lower_class(struct lowering *l, struct node *call)
{
	const char *macro = name_str(call->a->name);
	struct node *name = call->list, *type = arg_at(call, 1), *third = arg_at(call, 2);
	struct node *fourth = arg_at(call, 3);

	if (!name || name->kind != N_IDENT || !type)
		return;
	if (!strcmp(macro, "DEFINE_FREE")) {
		define(l, name_printf("__free_%s", name_str(name->name)), OBJECT, type, NULL,
		       third);
	} else if (!strcmp(macro, "DEFINE_CLASS")) {
		define(l, class_name(name, NULL, "constructor"), NO_OBJECT, NULL,
		       fourth ? fourth->next : NULL, fourth);
		define(l, class_name(name, NULL, "destructor"), OBJECT, type, NULL, third);
	} else if (!strcmp(macro, "DEFINE_LOCK_GUARD_0")) {
		define(l, class_name(name, NULL, "constructor"), NO_OBJECT, NULL, NULL, type);
		define(l, class_name(name, NULL, "destructor"), NO_OBJECT, NULL, NULL, third);
	} else if (!strcmp(macro, "DEFINE_GUARD") || !strcmp(macro, "DEFINE_LOCK_GUARD_1")) {
		enum object object = macro[7] == 'G' ? OBJECT : OBJECT_IN_GUARD;

		define(l, class_name(name, NULL, "constructor"), object, type, NULL, third);
		define(l, class_name(name, NULL, "destructor"), object, type, NULL, fourth);
	} else if (!strcmp(macro, "DEFINE_GUARD_COND") ||
		   !strcmp(macro, "DEFINE_LOCK_GUARD_1_COND")) {
		if (type->kind == N_IDENT)
			define(l, class_name(name, type, "constructor"),
			       macro[7] == 'G' ? OBJECT : OBJECT_IN_GUARD, NULL, NULL, third);
	}
}
