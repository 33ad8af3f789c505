#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A small simulated SMP machine that locks correctly, and what ftrace would print of it.

CPUs run tasks, interrupts arrive where they are on, softirqs follow them, tasks
sleep and move to another CPU with a mutex held. What is taken obeys one order
of classes, and a lock that interrupts use is taken with interrupts off: so
nothing can be found in the text, whatever the seed. One fault can be put into it:

    irq-unsafe        a lock of the handlers is taken with irqs on
    irq-inversion     a lock that is taken with irqs on, under one of the handlers'
    lock-order        two locks in both orders
    sleep-in-atomic   a mutex under a spinlock

A part of the events can be lost on the way, as with a ring buffer that overflows.

usage: machine.py [--seed N] [--events N] [--cpus N] [--lost N] [--fault NAME]
"""
import argparse
import collections
import random
import sys

HEADER = """\
# tracer: nop
#
#                                _-----=> irqs-off/BH-disabled
#                               / _----=> need-resched
#                              | / _---=> hardirq/softirq
#                              || / _--=> preempt-depth
#                              ||| / _-=> migrate-disable
#                              |||| /     delay
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |"""

FAULTS = ("irq-unsafe", "irq-inversion", "lock-order", "sleep-in-atomic")

# Kinds in the order in which they may nest: who may be interrupted comes before who interrupts.
SLEEPING, PROCESS, SOFTIRQ, HARDIRQ = range(4)

Class = collections.namedtuple("Class", "name kind rank reads")


def make_classes():
    """Classes by rank, which is the one order in which they are taken."""
    plan = [(SLEEPING, "&d->mutex%d", 4, False), (SLEEPING, "&d->rwsem%d", 2, True),
            (PROCESS, "&d->lock%d", 4, False), (PROCESS, "tree%d_lock", 2, True),
            (SOFTIRQ, "&q->lock%d", 4, False), (HARDIRQ, "&hw->lock%d", 4, False),
            (HARDIRQ, "table%d_lock", 2, True)]
    classes = []
    for kind, name, n, reads in plan:
        classes += [Class(name % i, kind, len(classes) + i, reads) for i in range(n)]
    return classes


class Lock:
    """An instance of a class; who holds it counts, so that the machine never hangs."""

    def __init__(self, cls, address):
        self.cls, self.address = cls, address
        self.readers, self.writer = 0, False


RQ_LOCK = Class("&rq->__lock", HARDIRQ, 1 << 20, False)
RCU = Lock(Class("rcu_read_lock", HARDIRQ, -1, True), 0xffffffff82a00000)

# A lock that is held: did taking it switch hardirqs off, softirqs off?
Held = collections.namedtuple("Held", "lock read irqs bh preempt")


class Context:
    """What runs: a task, or the interrupt on top of one."""

    def __init__(self, kind, task):
        self.kind, self.task = kind, task
        self.held = []
        self.rcu = 0


class Task(Context):
    def __init__(self, pid):
        super().__init__(PROCESS, self)
        self.pid, self.comm = pid, f"task{pid}"


class Cpu:
    def __init__(self, number, idle):
        self.number, self.idle = number, idle
        self.stack = [idle]  # contexts, the running one last
        self.irqs_off, self.bh_off, self.preempt = False, 0, 0
        self.gap = 0  # so many events more are lost
        self.lost = 0
        self.rq_lock = Lock(RQ_LOCK, 0xffff88803ec00000 + (number << 20))

    @property
    def now(self):
        return self.stack[-1]

    @property
    def flags(self):
        serving = any(c.kind == SOFTIRQ for c in self.stack)
        hard = self.now.kind == HARDIRQ
        return ("D" if self.irqs_off and self.bh_off else "d" if self.irqs_off else
                "b" if self.bh_off else ".") + "." + \
            ("H" if hard and serving else "h" if hard else "s" if serving else ".") + \
            (f"{self.preempt:x}" if self.preempt else ".") + "."


class Machine:
    def __init__(self, seed=1, cpus=2, tasks=12, instances=3, lost=0, write=print):
        self.rng = random.Random(seed)
        self.write, self.lost = write, lost
        self.time, self.events = 1_000_000, 0
        self.classes = make_classes()
        self.locks = [Lock(c, 0xffff888001000000 + c.rank * 4096 + i * 64)
                      for c in self.classes for i in range(instances)]
        self.ready = [Task(100 + i) for i in range(tasks)]
        self.cpus = []
        for n in range(cpus):
            idle = Task(0)
            idle.comm = "<idle>"
            self.cpus.append(Cpu(n, idle))

    # ---- what is written ----

    def event(self, cpu, text):
        self.time += self.rng.randrange(1, 9)
        self.events += 1
        if not cpu.gap and self.lost and not self.rng.randrange(self.lost):
            cpu.gap = self.rng.randrange(1, 200)
        if cpu.gap:
            cpu.gap, cpu.lost = cpu.gap - 1, cpu.lost + 1
            return
        if cpu.lost:
            self.write(f"CPU:{cpu.number} [LOST {cpu.lost} EVENTS]")
            cpu.lost = 0
        task = cpu.stack[0]
        self.write(f"{task.comm:>16}-{task.pid:<7} [{cpu.number:03}] {cpu.flags} "
                   f"{self.time // 1000000:5}.{self.time % 1000000:06}: {text}")

    # ---- irqs ----

    def irqs(self, cpu, off, caller):
        if cpu.irqs_off == off:
            return
        if off:
            cpu.irqs_off = True
        self.event(cpu, f"irq_{'disable' if off else 'enable'}: caller={caller}+0x10/0x40 "
                        f"parent=do_something+0x20/0x80")
        cpu.irqs_off = off

    # ---- locks ----

    def free(self, lock, read):
        return not lock.writer and not (lock.readers and not read)

    def acquire(self, cpu, lock, read=False, trylock=False, irqs=False, bh=False):
        sleeping = lock.cls.kind == SLEEPING
        if irqs:
            self.irqs(cpu, True, "_raw_spin_lock_irqsave")
        cpu.bh_off += bh
        # mutex_lock() is inside of preempt_disable() when it tells, down_read() is not.
        spins = not sleeping or not lock.cls.reads
        cpu.preempt += spins
        self.event(cpu, f"lock_acquire: {lock.address:016x} {'try ' if trylock else ''}"
                        f"{'read ' if read else ''}{lock.cls.name}")
        cpu.preempt -= spins and sleeping
        lock.readers, lock.writer = lock.readers + read, not read
        cpu.now.held.append(Held(lock, read, irqs, bh, not sleeping))

    def release(self, cpu, held):
        cpu.now.held.remove(held)
        lock = held.lock
        self.event(cpu, f"lock_release: {lock.address:016x} {lock.cls.name}")
        lock.readers, lock.writer = lock.readers - held.read, False
        if held.irqs:
            self.irqs(cpu, False, "_raw_spin_unlock_irqrestore")
        cpu.preempt -= held.preempt
        cpu.bh_off -= held.bh

    def rcu(self, cpu, enter):
        self.event(cpu, f"lock_{'acquire' if enter else 'release'}: {RCU.address:016x} "
                        f"{'read ' if enter else ''}rcu_read_lock")
        cpu.now.rcu += 1 if enter else -1

    def may_sleep(self, cpu):
        now = cpu.now
        return (now.kind == PROCESS and now is not cpu.idle and not now.rcu
                and not cpu.irqs_off and not cpu.bh_off and not cpu.preempt)

    def try_acquire(self, cpu):
        """Take a lock that is free, and that comes behind all that is held."""
        now = cpu.now
        rank = max((h.lock.cls.rank for h in now.held), default=-1)
        lock = self.rng.choice(self.locks)
        kind = lock.cls.kind
        trylock = not self.rng.randrange(8)
        read = lock.cls.reads and self.rng.random() < 0.7
        if not self.free(lock, read) or (kind == SLEEPING and not self.may_sleep(cpu)):
            return
        if not trylock and (lock.cls.rank <= rank or kind < now.kind):
            return
        self.acquire(cpu, lock, read, trylock,
                     irqs=kind == HARDIRQ and not cpu.irqs_off,
                     bh=kind == SOFTIRQ and now.kind == PROCESS and not cpu.irqs_off
                     and not cpu.bh_off)

    def try_release(self, cpu):
        """Mostly the last one; another one where no interrupt state hangs on the order."""
        held = cpu.now.held
        if not held:
            return
        victim = held[-1]
        if len(held) > 1 and not self.rng.randrange(4) and not (victim.irqs or victim.bh):
            other = held[-2]
            if not (other.irqs or other.bh):
                victim = other
        self.release(cpu, victim)

    # ---- contexts ----

    def interrupt(self, cpu):
        """irqentry_enter() … irqentry_exit(), perhaps with softirqs at its end."""
        if cpu.irqs_off or len(cpu.stack) > 2:
            return
        self.irqs(cpu, True, "asm_common_interrupt")
        cpu.stack.append(Context(HARDIRQ, cpu.stack[0]))
        self.event(cpu, "irq_handler_entry: irq=24 name=hw")

    def end_interrupt(self, cpu):
        self.event(cpu, "irq_handler_exit: irq=24 ret=handled")
        cpu.stack.pop()
        if cpu.now.kind == PROCESS and not cpu.bh_off and self.rng.random() < 0.5:
            cpu.stack.append(Context(SOFTIRQ, cpu.stack[0]))
            self.irqs(cpu, False, "handle_softirqs")
            self.event(cpu, "softirq_entry: vec=3 [action=NET_RX]")
        else:
            self.irqs(cpu, False, "irqentry_exit")

    def end_softirq(self, cpu):
        self.event(cpu, "softirq_exit: vec=3 [action=NET_RX]")
        self.irqs(cpu, True, "handle_softirqs")
        cpu.stack.pop()
        self.irqs(cpu, False, "irqentry_exit")

    def end(self, cpu):
        if cpu.now.held or cpu.now.rcu:
            return
        if cpu.now.kind == HARDIRQ:
            self.end_interrupt(cpu)
        elif cpu.now.kind == SOFTIRQ:
            self.end_softirq(cpu)

    def schedule(self, cpu):
        """__schedule(): the run queue's lock is handed over within lockdep, too."""
        prev = cpu.now
        if not (self.may_sleep(cpu) or (prev is cpu.idle and not prev.held and not prev.rcu
                                        and not cpu.irqs_off)):
            return
        if prev is not cpu.idle:
            self.ready.append(prev)
        next_task = self.ready.pop(self.rng.randrange(len(self.ready))) if self.ready else cpu.idle
        if next_task is prev:
            return
        preempted = prev is cpu.idle or self.rng.random() < 0.5
        cpu.preempt += 1
        self.irqs(cpu, True, "__schedule")
        self.acquire(cpu, cpu.rq_lock)
        self.event(cpu, f"sched_switch: prev_comm={prev.comm} prev_pid={prev.pid} prev_prio=120 "
                        f"prev_state={'R+' if preempted else 'S'} ==> "
                        f"next_comm={next_task.comm} next_pid={next_task.pid} next_prio=120")
        self.release(cpu, prev.held[-1])
        cpu.stack = [next_task]
        self.acquire(cpu, cpu.rq_lock)
        self.release(cpu, next_task.held[-1])
        self.irqs(cpu, False, "_raw_spin_unlock_irq")
        cpu.preempt -= 1

    def nmi(self, cpu):
        task = cpu.stack[0]
        flags = "d.Z1." if cpu.now.kind == HARDIRQ else "d.z1."
        lock = self.rng.choice(self.locks)
        for what in ("lock_acquire: {:016x} try {}", "lock_release: {:016x} {}"):
            self.time += 1
            self.write(f"{task.comm:>16}-{task.pid:<7} [{cpu.number:03}] {flags} "
                       f"{self.time // 1000000:5}.{self.time % 1000000:06}: "
                       + what.format(lock.address, lock.cls.name))

    def step(self, cpu):
        dice = self.rng.random()
        if dice < 0.36:
            self.try_acquire(cpu)
        elif dice < 0.75:
            self.try_release(cpu)
        elif dice < 0.80 and not cpu.now.rcu:
            self.rcu(cpu, True)
        elif dice < 0.86 and cpu.now.rcu:
            self.rcu(cpu, False)
        elif dice < 0.90:
            self.interrupt(cpu)
        elif dice < 0.96:
            self.end(cpu)
        elif dice < 0.999:
            self.schedule(cpu)
        elif not cpu.gap:
            self.nmi(cpu)

    def run(self, events):
        """Go on until so many events have happened."""
        end = self.events + events
        while self.events < end:
            self.step(self.rng.choice(self.cpus))

    # ---- one fault ----

    def settle(self, cpu):
        """Run until a task is on @cpu that holds nothing, and no lock is held anywhere else."""
        def at_rest(c):
            return len(c.stack) == 1 and not c.now.held and not c.now.rcu
        while not (all(map(at_rest, self.cpus)) and cpu.now is not cpu.idle
                   and not any(t.held for t in self.ready)):
            for c in self.cpus:
                self.try_release(c)
                if c.now.rcu:
                    self.rcu(c, False)
                self.end(c)
                if at_rest(c):
                    self.schedule(c)

    def first(self, kind, reads=False):
        """The instances of the kind's first class, by rank."""
        cls = next(c for c in self.classes if c.kind == kind and c.reads == reads)
        return [lock for lock in self.locks if lock.cls is cls]

    def nest(self, cpu, *locks, irqs=False):
        """Take @locks one in the other, and release them."""
        for i, lock in enumerate(locks):
            self.acquire(cpu, lock, irqs=irqs and i == 0)
        for _ in locks:
            self.release(cpu, cpu.now.held[-1])

    def in_interrupt(self, cpu, lock):
        self.interrupt(cpu)
        self.nest(cpu, lock)
        self.end(cpu)
        self.end(cpu)

    def commit(self, fault):
        """Commit @fault on the first CPU; what it needs elsewhere is done, too."""
        cpu = self.cpus[0]
        self.settle(cpu)
        hardware = self.first(HARDIRQ)[0]
        plain = self.first(PROCESS)[0]
        leaf = Lock(Class("leaf_lock", PROCESS, -1, False), 0xffffffff82b00000)
        if fault == "irq-unsafe":
            self.nest(cpu, hardware)
            self.in_interrupt(cpu, hardware)
        elif fault == "irq-inversion":
            # Nothing else is taken under it, so it is in no cycle.
            self.nest(cpu, leaf)
            self.nest(cpu, hardware, leaf, irqs=True)
            self.in_interrupt(cpu, hardware)
        elif fault == "lock-order":
            second = next(k for k in self.locks if k.cls.rank == plain.cls.rank + 1)
            self.nest(cpu, plain, second)
            self.nest(cpu, second, plain)
        elif fault == "sleep-in-atomic":
            self.nest(cpu, plain, self.first(SLEEPING)[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=10000)
    parser.add_argument("--cpus", type=int, default=2)
    parser.add_argument("--lost", type=int, default=0, help="a gap after about so many events")
    parser.add_argument("--fault", choices=FAULTS)
    args = parser.parse_args()
    print(HEADER)
    m = Machine(args.seed, args.cpus, lost=args.lost)
    m.run(args.events // 2)
    if args.fault:
        m.commit(args.fault)
    m.run(args.events - args.events // 2)


if __name__ == "__main__":
    sys.exit(main())
