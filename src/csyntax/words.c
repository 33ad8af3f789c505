// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tables of words: see words.h. An attribute word may stand anywhere in a
 * declaration and never names what is declared. Words that are missing here
 * are mostly recognised by their looks (parse_decl.c); what must be listed are
 * the ones in lower case without underscores.
 */
#include "csyntax/words.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "csyntax/token.h"

static const struct {
	const char *text;
	uint8_t kind;
} keywords[] = {
	{ "if", K_IF },
	{ "else", K_ELSE },
	{ "while", K_WHILE },
	{ "do", K_DO },
	{ "for", K_FOR },
	{ "switch", K_SWITCH },
	{ "case", K_CASE },
	{ "default", K_DEFAULT },
	{ "goto", K_GOTO },
	{ "return", K_RETURN },
	{ "break", K_BREAK },
	{ "continue", K_CONTINUE },
	{ "asm", K_ASM },
	{ "asm_inline", K_ASM },
	{ "__asm", K_ASM },
	{ "__asm__", K_ASM },
	{ "sizeof", K_SIZEOF },
	{ "_Alignof", K_SIZEOF },
	{ "alignof", K_SIZEOF },
	{ "__alignof", K_SIZEOF },
	{ "__alignof__", K_SIZEOF },
	{ "offsetof", K_OFFSETOF },
	{ "__builtin_offsetof", K_OFFSETOF },
	{ "_Generic", K_GENERIC },
	{ "static", K_STATIC },
	{ "extern", K_EXTERN },
	{ "typedef", K_TYPEDEF },
	{ "inline", K_INLINE },
	{ "__inline", K_INLINE },
	{ "__inline__", K_INLINE },
	{ "__always_inline", K_INLINE },
	{ "register", K_STORAGE },
	{ "auto", K_STORAGE },
	{ "_Thread_local", K_STORAGE },
	{ "__thread", K_STORAGE },
	{ "_Noreturn", K_STORAGE },
	{ "__extension__", K_EXTENSION },
	{ "const", K_QUALIFIER },
	{ "__const", K_QUALIFIER },
	{ "__const__", K_QUALIFIER },
	{ "volatile", K_QUALIFIER },
	{ "__volatile", K_QUALIFIER },
	{ "__volatile__", K_QUALIFIER },
	{ "restrict", K_QUALIFIER },
	{ "__restrict", K_QUALIFIER },
	{ "__restrict__", K_QUALIFIER },
	{ "_Atomic", K_QUALIFIER },
	{ "__attribute__", K_ATTRIBUTE },
	{ "__attribute", K_ATTRIBUTE },
	{ "_Alignas", K_ATTRIBUTE },
	{ "__declspec", K_ATTRIBUTE },
	{ "void", K_BUILTIN },
	{ "char", K_BUILTIN },
	{ "short", K_BUILTIN },
	{ "int", K_BUILTIN },
	{ "long", K_BUILTIN },
	{ "float", K_BUILTIN },
	{ "double", K_BUILTIN },
	{ "signed", K_BUILTIN },
	{ "__signed", K_BUILTIN },
	{ "__signed__", K_BUILTIN },
	{ "unsigned", K_BUILTIN },
	{ "_Bool", K_BUILTIN },
	{ "bool", K_BUILTIN },
	{ "_Complex", K_BUILTIN },
	{ "__int128", K_BUILTIN },
	{ "__int128_t", K_BUILTIN },
	{ "__uint128_t", K_BUILTIN },
	{ "__auto_type", K_BUILTIN },
	{ "struct", K_STRUCT },
	{ "union", K_UNION },
	{ "enum", K_ENUM },
	{ "typeof", K_TYPEOF },
	{ "__typeof", K_TYPEOF },
	{ "__typeof__", K_TYPEOF },
	{ "typeof_unqual", K_TYPEOF },
	{ "__typeof_unqual__", K_TYPEOF },
	{ "typeof_member", K_TYPEOF },
};

static const char *const attributes[] = {
	/* sections and the life of code */
	"__init", "__exit", "__initdata", "__exitdata", "__initconst", "__exitconst", "__meminit",
	"__meminitdata", "__memexit", "__devinit", "__devexit", "__devinitdata", "__cpuinit", "__ref",
	"__refdata", "__refconst", "__net_init", "__net_exit", "__net_initdata", "__init_or_module",
	"__initdata_or_module", "__init_or_acpilib", "__ro_after_init", "__read_mostly",
	"__initdata_memblock", "__init_memblock", "__head", "__cold", "__hot", "__used", "__unused",
	"__section", "__lsm_ro_after_init", "__cacheline_aligned", "__cacheline_aligned_in_smp",
	"____cacheline_aligned", "____cacheline_aligned_in_smp", "__page_aligned_data",
	"__page_aligned_bss", "__visible", "__weak", "__alias", "__copy", "__randomize_layout",
	"__no_randomize_layout",
	/* address spaces, and what sparse checks */
	"__user", "__kernel", "__iomem", "__percpu", "__rcu", "__force", "__nocast", "__safe",
	"__private", "__bitwise", "__bitwise__", "__must_hold", "__acquires", "__releases",
	"__must_hold_shared", "__acquires_shared", "__releases_shared", "__guarded_by",
	"__cond_acquires", "__cond_releases", "__context_unsafe", "__no_context_analysis",
	"__acquires_ret",
	/* what compilers are told */
	"asmlinkage", "__visible", "noinline", "noinline_for_stack", "__noinline", "__naked", "notrace",
	"noinstr", "__noreturn", "__must_check", "__maybe_unused", "__always_unused", "__deprecated",
	"__packed", "__aligned", "__printf", "__scanf", "__pure", "__const_fn", "__malloc",
	"__attribute_const__", "__flatten", "__noclone", "__nonstring", "__counted_by",
	"__counted_by_le", "__counted_by_be", "__alloc_size", "__assume_aligned", "__mode",
	"__latent_entropy", "__designated_init", "__no_sanitize_address", "__no_kcsan", "__no_kmsan_checks",
	"__no_sanitize_or_inline", "__no_kasan_or_inline", "__no_profile", "__nocfi", "__no_caller_saved_registers",
	"__free", "__cleanup", "__gnu_inline", "__irq_entry", "__softirq_entry", "__exception_irq_entry",
	"__kprobes", "nokprobe_inline", "inline_for_stack", "__bpf_kfunc", "__sched", "__lockfunc", "__cpuidle",
	"__syscall_return", "fastcall", "__noendbr", "__signed_wrap", "__overflow", "__no_stack_protector",
	"__rust_helper", "__seg_gs", "__seg_fs", "__mips16e", "__nomips16", "__interrupt", "__isr",
	"__init_rodata", "__compat_", "__efi_runtime", "__efiapi", "__nosavedata", "__entry_text", "__sme_pa_nodebug_",
	"__uses_jump_to_isolated", "__always_emit",
};

static const char *const type_names[] = {
	"u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "__u8", "__u16", "__u32", "__u64", "__s8",
	"__s16", "__s32", "__s64", "__le16", "__le32", "__le64", "__be16", "__be32", "__be64", "__wsum",
	"__sum16", "uint", "ulong", "ushort", "uchar", "u_char", "u_short", "u_int", "u_long", "gfp_t",
	"irqreturn_t", "size_t", "ssize_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t", "int8_t",
	"int16_t", "int32_t", "int64_t", "uintptr_t", "intptr_t", "loff_t", "dma_addr_t", "phys_addr_t",
	"resource_size_t", "pid_t", "uid_t", "gid_t", "dev_t", "sector_t", "blk_status_t", "netdev_tx_t",
	"atomic_t", "atomic64_t", "spinlock_t", "raw_spinlock_t", "rwlock_t", "va_list", "u128", "s128",
};

static void add(struct words *w, const char *text, uint8_t kind, uint8_t flags)
{
	name_t name = name_of(text);
	uint32_t i = name * 0x9e3779b1u >> 22;

	while (w->slots[i].name && w->slots[i].name != name)
		i = (i + 1) & (WORD_SLOTS - 1);
	w->slots[i] = (struct word){ name, kind, flags };
}

void words_init(struct words *w)
{
	static_assert(ARRAY_SIZE(keywords) + ARRAY_SIZE(attributes) + ARRAY_SIZE(type_names) <
			      WORD_SLOTS / 2,
		      "the table of words must stay sparse");
	memset(w, 0, sizeof(*w));
	for (size_t i = 0; i < ARRAY_SIZE(attributes); i++)
		add(w, attributes[i], T_IDENT, TF_ATTR);
	for (size_t i = 0; i < ARRAY_SIZE(type_names); i++)
		add(w, type_names[i], T_IDENT, TF_TYPENAME);
	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		add(w, keywords[i].text, keywords[i].kind, 0);
	w->percpu = name_of("__percpu");
	w->va_args = name_of("__VA_ARGS__");
}
