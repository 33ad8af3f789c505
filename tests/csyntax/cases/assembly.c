// SPDX-License-Identifier: GPL-2.0-only
/* asm with operands and labels. */
// clang-format off
int f(void)
{
	asm volatile("nop");
	asm("add %1, %0" : "=r" (x), [n] "+m" (*p) : "r" (y), "i" (sizeof(z)) : "cc", "memory");
	asm goto("jmp %l[out]" : : "r" (a) : : out, err);
	__asm__ __volatile__ ("x" ::: "memory");
	asm volatile(ALTERNATIVE("a", "b", F) : OUT("r" (v)) : "r" (w));
	register unsigned long sp asm("sp");
out:
	return 0;
err:
	return 1;
}
/* expect:
(func (int) f ()
	(block
		(asm)
		(asm x (* p) y (sizeof z))
		(asm a (label-addr out) (label-addr err))
		(asm)
		(asm (call OUT (call "r" v)) w)
		(decl (var (long) sp))
		(label out)
		(return 0)
		(label err)
		(return 1)))
*/
