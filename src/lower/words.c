// SPDX-License-Identifier: GPL-2.0-only
/*
 * Macros that are syntax: they take a type, a member or a variable by name, or
 * are nothing but another way to write an access, so the access path goes
 * through them. Reading their definitions instead would need the preprocessor
 * (typeof, ##, a member as argument) and gain nothing: these are the C library
 * of the kernel. What they do to locks, preemption or sleep is not said here;
 * that is the model's.
 */
#include "lower/internal.h"

#define SLOTS 512u

struct macro_word {
	name_t name;
	uint8_t kind;
};

static const struct {
	const char *text;
	uint8_t kind;
} table[] = {
	{ "container_of", MW_CONTAINER },
	{ "container_of_const", MW_CONTAINER },
	{ "container_of_safe", MW_CONTAINER },
	{ "list_entry", MW_CONTAINER },
	{ "list_entry_rcu", MW_CONTAINER },
	{ "list_entry_lockless", MW_CONTAINER },
	{ "hlist_entry", MW_CONTAINER },
	{ "hlist_entry_safe", MW_CONTAINER },
	{ "hlist_nulls_entry", MW_CONTAINER },
	{ "hlist_bl_entry", MW_CONTAINER },
	{ "llist_entry", MW_CONTAINER },
	{ "rb_entry", MW_CONTAINER },
	{ "rb_entry_safe", MW_CONTAINER },
	{ "plist_entry", MW_CONTAINER },
	{ "rhashtable_entry", MW_CONTAINER },
	{ "from_timer", MW_FROM },
	{ "timer_container_of", MW_FROM },
	{ "from_tasklet", MW_FROM },
	{ "from_work", MW_FROM },
	{ "list_first_entry", MW_FIRST },
	{ "list_first_entry_or_null", MW_FIRST },
	{ "list_first_entry_rcu", MW_FIRST },
	{ "list_first_or_null_rcu", MW_FIRST },
	{ "list_last_entry", MW_LAST },
	{ "list_last_entry_or_null", MW_LAST },
	{ "list_next_entry", MW_NEXT },
	{ "list_next_entry_circular", MW_NEXT },
	{ "list_prev_entry", MW_PREV },

	{ "READ_ONCE", MW_SAME },
	{ "READ_ONCE_NOCHECK", MW_SAME },
	{ "ACCESS_ONCE", MW_SAME },
	{ "data_race", MW_SAME },
	{ "likely", MW_SAME },
	{ "unlikely", MW_SAME },
	{ "likely_notrace", MW_SAME },
	{ "unlikely_notrace", MW_SAME },
	{ "__builtin_expect", MW_SAME },
	{ "rcu_dereference", MW_SAME },
	{ "rcu_dereference_bh", MW_SAME },
	{ "rcu_dereference_sched", MW_SAME },
	{ "rcu_dereference_raw", MW_SAME },
	{ "rcu_dereference_raw_check", MW_SAME },
	{ "rcu_dereference_check", MW_SAME },
	{ "rcu_dereference_bh_check", MW_SAME },
	{ "rcu_dereference_sched_check", MW_SAME },
	{ "rcu_dereference_protected", MW_SAME },
	{ "rcu_access_pointer", MW_SAME },
	{ "rcu_pointer_handoff", MW_SAME },
	{ "srcu_dereference", MW_SAME },
	{ "srcu_dereference_check", MW_SAME },
	{ "rtnl_dereference", MW_SAME },
	{ "rcu_dereference_rtnl", MW_SAME },
	{ "unrcu_pointer", MW_SAME },
	{ "this_cpu_ptr", MW_SAME },
	{ "raw_cpu_ptr", MW_SAME },
	{ "__this_cpu_ptr", MW_SAME },
	{ "per_cpu_ptr", MW_SAME },
	{ "per_cpu", MW_SAME },
	{ "__get_cpu_var", MW_SAME },
	{ "this_cpu_read", MW_SAME },
	{ "__this_cpu_read", MW_SAME },
	{ "raw_cpu_read", MW_SAME },
	{ "this_cpu_read_stable", MW_SAME },
	{ "no_free_ptr", MW_SAME_CALL },
	{ "get_cpu_ptr", MW_SAME_CALL },
	{ "get_cpu_var", MW_SAME_CALL },

	{ "smp_load_acquire", MW_LOAD },
	{ "WRITE_ONCE", MW_STORE },
	{ "rcu_assign_pointer", MW_STORE },
	{ "RCU_INIT_POINTER", MW_STORE },
	{ "this_cpu_write", MW_STORE },
	{ "__this_cpu_write", MW_STORE },
	{ "raw_cpu_write", MW_STORE },
	{ "smp_store_release", MW_STORE_THROUGH },
	{ "smp_store_mb", MW_STORE },
	{ "get_user", MW_WRITES_FIRST },
	{ "__get_user", MW_WRITES_FIRST },
	{ "unsafe_get_user", MW_WRITES_FIRST },
	{ "swap", MW_WRITES },

	{ "IS_ENABLED", MW_CONFIG },
	{ "IS_REACHABLE", MW_CONFIG },
	{ "IS_BUILTIN", MW_CONFIG },
	{ "IS_MODULE", MW_CONFIG },
	{ "defined", MW_CONFIG },

	{ "ARRAY_SIZE", MW_CONSTANT },
	{ "typecheck", MW_CONSTANT },
	{ "typecheck_fn", MW_CONSTANT },
	{ "sizeof_field", MW_CONSTANT },
	{ "struct_size_t", MW_CONSTANT },
	{ "offsetofend", MW_CONSTANT },
	{ "__builtin_constant_p", MW_CONSTANT },
	{ "__builtin_types_compatible_p", MW_CONSTANT },
	{ "BUILD_BUG_ON", MW_CONSTANT },
	{ "BUILD_BUG_ON_MSG", MW_CONSTANT },
	{ "BUILD_BUG_ON_ZERO", MW_CONSTANT },
	{ "static_assert", MW_CONSTANT },
	{ "_Static_assert", MW_CONSTANT },
	{ "__must_be_array", MW_CONSTANT },
	{ "GENMASK", MW_CONSTANT },
	{ "GENMASK_ULL", MW_CONSTANT },
	{ "BIT", MW_BIT },
	{ "BIT_ULL", MW_BIT },

	{ "guard", MW_GUARD },
	{ "CLASS", MW_CLASS },
	{ "ACQUIRE", MW_CLASS },
	{ "scoped_guard", MW_SCOPED },
	{ "scoped_cond_guard", MW_SCOPED_COND },
	{ "if_not_guard", MW_IF_NOT },
	{ "if_not_cond_guard", MW_IF_NOT },

	{ "pm_ptr", MW_POINTER },
	{ "pm_sleep_ptr", MW_POINTER },
	{ "of_match_ptr", MW_POINTER },
	{ "acpi_ptr", MW_POINTER },
	{ "__p", MW_POINTER },
	{ "IF_ENABLED", MW_POINTER },
	{ "PTR_IF", MW_POINTER },
	{ "pm_dev_ptr", MW_POINTER },
};

static uint32_t slot_of(const struct macro_word *words, name_t name)
{
	uint32_t i = name * 0x9e3779b1u >> 23;

	while (words[i].name && words[i].name != name)
		i = (i + 1) & (SLOTS - 1);
	return i;
}

void words_load(struct lowering *l)
{
	_Static_assert(ARRAY_SIZE(table) * 2 <= SLOTS, "the table is to stay half empty");

	l->words = arena_array(l->scratch, struct macro_word, SLOTS);
	for (unsigned i = 0; i < ARRAY_SIZE(table); i++) {
		name_t name = name_of(table[i].text);

		l->words[slot_of(l->words, name)] = (struct macro_word){ name, table[i].kind };
	}
	l->names.null = name_of("NULL");
	l->names.true_ = name_of("true");
	l->names.false_ = name_of("false");
	l->names.va_args = name_of("__VA_ARGS__");
	l->names.next = name_of("next");
	l->names.prev = name_of("prev");
	l->names.attr_free = name_of("__free");
}

enum word_kind word_kind(const struct lowering *l, name_t name)
{
	return l->words[slot_of(l->words, name)].kind;
}
