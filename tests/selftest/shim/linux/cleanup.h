/* SPDX-License-Identifier: GPL-2.0-only */
/* guard(name)(lock): taken here, released where the scope ends. */
#ifndef SELFTEST_LINUX_CLEANUP_H
#define SELFTEST_LINUX_CLEANUP_H

#define SELFTEST_JOIN_(a, b) a##b
#define SELFTEST_JOIN(a, b) SELFTEST_JOIN_(a, b)

#define guard(name)                                                                              \
	__attribute__((cleanup(guard_##name##_release), unused)) guard_##name##_t SELFTEST_JOIN( \
		guard_, __COUNTER__) = guard_##name##_take

/* A guard of no lock */
#define DEFINE_LOCK_GUARD_0(name, lock, unlock)                 \
	typedef int guard_##name##_t;                           \
	static inline int guard_##name##_take(void)             \
	{                                                       \
		lock;                                           \
		return 0;                                       \
	}                                                       \
	static inline void guard_##name##_release(int *unused_) \
	{                                                       \
		(void)unused_;                                  \
		unlock;                                         \
	}

/* A guard of the lock that @lock_fn and @unlock_fn get */
#define DEFINE_LOCK_GUARD(name, type, lock_fn, unlock_fn)      \
	typedef type *guard_##name##_t;                        \
	static inline type *guard_##name##_take(type *lock)    \
	{                                                      \
		lock_fn(lock);                                 \
		return lock;                                   \
	}                                                      \
	static inline void guard_##name##_release(type **lock) \
	{                                                      \
		unlock_fn(*lock);                              \
	}

#endif
