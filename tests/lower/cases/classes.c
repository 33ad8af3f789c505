// What the macros of include/linux/cleanup.h define.
DEFINE_GUARD(mvm, struct iwl_mvm *, mutex_lock(&_T->mutex), mutex_unlock(&_T->mutex))
DEFINE_GUARD_COND(mvm, _try, mutex_trylock(&_T->mutex))
DEFINE_LOCK_GUARD_0(rtnl, rtnl_lock(), rtnl_unlock())
DEFINE_LOCK_GUARD_1(spin, spinlock_t,
		    spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags),
		    unsigned long flags)
DEFINE_LOCK_GUARD_1_COND(spin, _try, spin_trylock_irqsave(_T->lock, _T->flags))
DEFINE_CLASS(fd, struct fd, fdput(_T), fdget(fd), int fd)
DEFINE_FREE(put_foo, struct foo *, if (_T) put_foo(_T))

int user(struct iwl_mvm *m)
{
	guard(mvm)(m);
	return 0;
}

/* expect:
topcall DEFINE_GUARD(mvm, iwl_mvm, ?, ?)
topcall DEFINE_GUARD_COND(mvm, _try, ?)
topcall DEFINE_LOCK_GUARD_0(rtnl, ?, ?)
topcall DEFINE_LOCK_GUARD_1(spin, spinlock_t, ?, ?, long)
topcall DEFINE_LOCK_GUARD_1_COND(spin, _try, ?)
topcall DEFINE_CLASS(fd, fd, ?, ?, int)
topcall DEFINE_FREE(put_foo, foo, ?)
function ? class_mvm_constructor(struct iwl_mvm * _T) static inline
  b0:
    2:37 call mutex_lock(&_T->mutex)
    2:37 return #0:mutex_lock()
function ? class_mvm_destructor(struct iwl_mvm * _T) static inline
  b0:
    2:61 call mutex_unlock(&_T->mutex)
    2:61 return #0:mutex_unlock()
function ? class_mvm_try_constructor(? _T) static inline
  b0:
    3:30 call mutex_trylock(&_T->mutex)
    3:30 return #0:mutex_trylock()
function ? class_rtnl_constructor() static inline
  b0:
    4:27 call rtnl_lock()
    4:27 return #0:rtnl_lock()
function ? class_rtnl_destructor() static inline
  b0:
    4:40 call rtnl_unlock()
    4:40 return #0:rtnl_unlock()
function ? class_spin_constructor(spinlock_t * _T) static inline
  b0:
    6:7 call spin_lock_irqsave(_T, container_of(&_T, ?, lock)->flags)
    6:7 return #0:spin_lock_irqsave()
function ? class_spin_destructor(spinlock_t * _T) static inline
  b0:
    7:7 call spin_unlock_irqrestore(_T, container_of(&_T, ?, lock)->flags)
    7:7 return #0:spin_unlock_irqrestore()
function ? class_spin_try_constructor(? * _T) static inline
  b0:
    9:38 call spin_trylock_irqsave(_T, container_of(&_T, ?, lock)->flags)
    9:38 return #0:spin_trylock_irqsave()
function ? class_fd_constructor(int fd) static inline
  b0:
    10:40 call fdget(fd)
    10:40 return #0:fdget()
function ? class_fd_destructor(struct fd _T) static inline
  b0:
    10:29 call fdput(_T)
    10:29 return #0:fdput()
function ? __free_put_foo(struct foo * _T) static inline
  b0:
    if _T then b1 else b2
  b1:
    11:44 call put_foo(_T)
    goto b2
  b2:
    11:36 return
function int user(struct iwl_mvm * m)
  b0:
    15:2 guard #0 mvm(m)
    16:2 unguard #0 mvm(m)
    16:2 return 0
*/
