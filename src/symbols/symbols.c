// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel addresses and names as functions, files and lines: see symbols.h.
 *
 * An address is first placed: its symbol, as kallsyms or else a file's symbol
 * table tells, and the same instruction in a file's own addresses. Then DWARF is
 * asked there.
 */
#include "symbols/symbols.h"

#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/file.h"
#include "symbols/image.h"
#include "symbols/modules.h"
#include "symbols/proc.h"
#include "symbols/stackline.h"

/* A large distribution's kallsyms has 20 MB. */
#define TEXT_MAX (256u << 20)

/* Answers are kept in SETS (a power of two) of WAYS each: 4 MB. */
#define SETS 1024
#define WAYS 4

/* How a question names its instruction. */
enum asked_by { BY_NOTHING, BY_ADDRESS, BY_RETURN, BY_NAME };

struct question {
	enum asked_by by;
	uint64_t address; /* by name: function and module */
	uint64_t offset, size;
};

struct answer {
	struct question question;
	unsigned n;
	struct frame frames[FRAMES_MAX];
};

struct symbols {
	bool is_settled; /* what was added last has been taken into account */
	bool has_kallsyms;
	struct symtab kallsyms;
	struct image *vmlinux;
	bool is_other_vmlinux; /* than the kernel that runs */
	uint64_t hinted_shift, shift;
	struct modules *modules;
	struct answer *answers; /* by their question's hash */
	unsigned nfound;	/* whose way is reused next */
};

struct symbols *symbols_new(void)
{
	struct symbols *s = xcalloc(1, sizeof(*s));

	s->modules = modules_new();
	s->answers = xcalloc(SETS * WAYS, sizeof(*s->answers));
	return s;
}

void symbols_free(struct symbols *s)
{
	if (!s)
		return;
	modules_free(s->modules);
	image_close(s->vmlinux);
	symtab_free(&s->kallsyms);
	xfree(s->answers);
	xfree(s);
}

/* ---- what there is ---- */

bool symbols_add_kallsyms(struct symbols *s, const char *path)
{
	struct strbuf text = { 0 };
	uint32_t n, hidden;

	s->is_settled = false;
	/* What could be read of a file that is too large is of use, too. */
	file_read(path, TEXT_MAX, &text);
	n = kallsyms_parse(strbuf_str(&text), text.len, &s->kallsyms, &hidden);
	strbuf_free(&text);
	if (hidden)
		diag("%s: addresses are hidden (kernel.kptr_restrict): copy /proc/kallsyms as root",
		     path);
	else if (!n)
		diag("%s: no symbols as of /proc/kallsyms", path);
	symtab_ready(&s->kallsyms);
	s->has_kallsyms |= s->kallsyms.nplaces > 0;
	modules_use_kallsyms(s->modules, s->has_kallsyms ? &s->kallsyms : NULL);
	return n && !hidden;
}

bool symbols_add_vmlinux(struct symbols *s, const char *path)
{
	struct image *image = image_open(path, 0);

	if (!image)
		return false;
	image_close(s->vmlinux);
	s->vmlinux = image;
	s->is_settled = false;
	return true;
}

bool symbols_add_modules(struct symbols *s, const char *dir, const char *proc_modules)
{
	unsigned files = modules_scan(s->modules, dir);
	struct strbuf text = { 0 };

	s->is_settled = false;
	if (proc_modules) {
		file_read(proc_modules, TEXT_MAX, &text);
		if (!modules_add_loaded(s->modules, strbuf_str(&text), text.len))
			diag("%s: no modules as of /proc/modules", proc_modules);
		strbuf_free(&text);
	}
	return files;
}

void symbols_set_shift(struct symbols *s, uint64_t shift)
{
	s->hinted_shift = shift;
	s->is_settled = false;
}

/* How far kallsyms' @name is above vmlinux's. */
static bool shift_by(const struct symbols *s, const char *name, uint64_t *shift)
{
	const struct symbol *running = symtab_only(&s->kallsyms, name_of(name), 0);
	const struct symbol *linked = symtab_only(image_symbols(s->vmlinux), name_of(name), 0);

	if (!running || !linked)
		return false;
	*shift = running->address - linked->address;
	return true;
}

/* Do most functions whose names are unique lie where the shift puts them? */
static bool is_same_kernel(const struct symbols *s)
{
	const struct symtab *linked = image_symbols(s->vmlinux);
	unsigned agree = 0, differ = 0;
	uint32_t step = linked->nplaces / 4096 + 1;

	for (uint32_t i = 0; i < linked->nplaces; i += step) {
		const struct symbol *sym = &linked->list.at[i], *running;

		if (sym->kind != SYMBOL_TEXT || symtab_only(linked, sym->name, 0) != sym ||
		    !(running = symtab_only(&s->kallsyms, sym->name, 0)))
			continue;
		if (running->address == sym->address + s->shift)
			agree++;
		else
			differ++;
	}
	return agree && is_same_build(agree, differ);
}

/* Lay vmlinux over the running kernel. */
static void settle(struct symbols *s)
{
	if (s->is_settled)
		return;
	s->is_settled = true;
	memset(s->answers, 0, SETS * WAYS * sizeof(*s->answers));
	s->shift = s->hinted_shift;
	s->is_other_vmlinux = false;
	if (!s->vmlinux || !s->has_kallsyms)
		return;
	if (!shift_by(s, "_text", &s->shift))
		shift_by(s, "_stext", &s->shift);
	s->is_other_vmlinux = !is_same_kernel(s);
	if (s->is_other_vmlinux)
		diag("%s: not the kernel that kallsyms is of: its lines are not used",
		     image_path(s->vmlinux));
}

static struct image *vmlinux(const struct symbols *s)
{
	return s->is_other_vmlinux ? NULL : s->vmlinux;
}

/* ---- placing ---- */

/* An instruction as a symbol tells it, and in the addresses of a file if there is one. */
struct place {
	name_t symbol, module;
	uint64_t offset, size;
	struct image *image; /* NULL: no file is known to hold it */
	uint64_t image_addr;
};

/* The file and the place in it of @addr in @module; false if there is none. */
static bool to_image(struct symbols *s, name_t module, uint64_t addr, struct place *p)
{
	if (module)
		return modules_to_image(s->modules, module, addr, &p->image, &p->image_addr);
	p->image = vmlinux(s);
	p->image_addr = addr - s->shift;
	return p->image;
}

/* Place @addr in a symbol of that kind. */
static bool locate(struct symbols *s, uint64_t addr, enum symbol_kind kind, struct place *p)
{
	const struct symbol *sym = NULL;

	*p = (struct place){ 0 };
	if (s->has_kallsyms) {
		sym = symtab_at(&s->kallsyms, addr, &p->size);
		if (sym && sym->kind == kind) {
			p->offset = addr - sym->address;
			to_image(s, sym->module, addr, p);
		}
	}
	/* Without CONFIG_KALLSYMS_ALL kallsyms has no data. */
	if (!sym || sym->kind != kind) {
		if (!to_image(s, modules_at(s->modules, addr), addr, p))
			return false;
		sym = symtab_at(image_symbols(p->image), p->image_addr, &p->size);
		if (!sym || sym->kind != kind)
			return false;
		p->offset = p->image_addr - sym->address;
	}
	p->symbol = sym->name;
	p->module = sym->module;
	return true;
}

/* The only function of that name and size; 0 is any size. */
static const struct symbol *function_named(const struct symtab *t, name_t name, name_t module,
					   uint64_t size)
{
	const struct symbol *sym = NULL, *found = NULL;

	while ((sym = symtab_named(t, name, sym))) {
		if (sym->module != module || sym->kind != SYMBOL_TEXT)
			continue;
		/* A section's last function has one size here and another in the kernel. */
		if (size && symtab_size(t, sym) != size && sym->size != size)
			continue;
		if (found)
			return NULL;
		found = sym;
	}
	return found;
}

/* The module of the only function of that name, wherever it is; false if there are several or none. */
static bool module_of_function(struct symbols *s, name_t name, name_t *module)
{
	const struct symbol *sym = NULL, *found = NULL;
	bool several;

	if (s->has_kallsyms) {
		while ((sym = symtab_named(&s->kallsyms, name, sym))) {
			if (sym->kind != SYMBOL_TEXT)
				continue;
			if (found)
				return false;
			found = sym;
		}
		*module = found ? found->module : 0;
		return found;
	}
	*module = modules_with_function(s->modules, name, &several);
	return !several &&
	       !(*module && vmlinux(s) && symtab_named(image_symbols(vmlinux(s)), name, NULL));
}

/* Does the kernel itself have a function of that name? */
static bool is_in_kernel(const struct symbols *s, name_t name)
{
	const struct symtab *t = s->has_kallsyms ? &s->kallsyms
				 : vmlinux(s)	 ? image_symbols(vmlinux(s))
						 : NULL;
	const struct symbol *sym = NULL;

	while (t && (sym = symtab_named(t, name, sym)))
		if (!sym->module && sym->kind == SYMBOL_TEXT)
			return true;
	return false;
}

static void locate_name(struct symbols *s, const struct question *q, name_t function, name_t module,
			struct place *p)
{
	const struct symbol *sym;
	struct image *image;

	*p = (struct place){ function, module, q->offset, q->size, NULL, 0 };
	/* ftrace does not print the module, nor do stacks of trace.dat know it. */
	if (!module && !(q->offset != NO_OFFSET && is_in_kernel(s, function)) &&
	    !module_of_function(s, function, &p->module))
		return;
	if (s->has_kallsyms) {
		sym = function_named(&s->kallsyms, function, p->module, q->size);
		p->size = sym && !p->size ? symtab_size(&s->kallsyms, sym) : p->size;
	}
	image = p->module ? modules_image(s->modules, p->module) : vmlinux(s);
	sym = image ? function_named(image_symbols(image), function, p->module, q->size) : NULL;
	if (!sym)
		return;
	p->size = p->size ? p->size : symtab_size(image_symbols(image), sym);
	if (q->offset != NO_OFFSET && q->offset > p->size)
		return;
	p->image = image;
	p->image_addr = sym->address;
	/* What a call returns to is behind it. */
	if (q->offset != NO_OFFSET && q->offset)
		p->image_addr += q->offset - 1;
}

/* ---- answers ---- */

/* A compiler's variant of a function (.isra.0, .cold) by the function's own name. */
static name_t source_name(name_t symbol)
{
	const char *s = name_str(symbol), *dot = strchr(s, '.');

	return dot && dot > s ? name_intern(s, (size_t)(dot - s)) : symbol;
}

static void frames_of(struct symbols *s, const struct place *p, bool declared, struct answer *a)
{
	if (p->image) {
		name_t root = s->vmlinux ? image_source_root(s->vmlinux) : 0;

		a->n = image_frames(p->image, p->image_addr, declared, root, a->frames, FRAMES_MAX);
	}
	if (!a->n) {
		a->n = 1;
		a->frames[0] = (struct frame){ 0 };
	}
	for (unsigned i = 0; i < a->n; i++)
		a->frames[i].module = p->module;

	struct frame *real = &a->frames[a->n - 1];

	if (!real->function)
		real->function = source_name(p->symbol);
	real->symbol = p->symbol;
	real->offset = p->offset;
	real->size = p->size;
}

static void find_answer(struct symbols *s, struct answer *a)
{
	const struct question *q = &a->question;
	struct place p;

	a->n = 0;
	if (q->by == BY_NAME) {
		locate_name(s, q, (name_t)q->address, (name_t)(q->address >> 32), &p);
		frames_of(s, &p, q->offset == NO_OFFSET, a);
	} else if (locate(s, q->address - (q->by == BY_RETURN), SYMBOL_TEXT, &p)) {
		p.offset += q->by == BY_RETURN;
		frames_of(s, &p, false, a);
	}
}

static const struct answer *answer_to(struct symbols *s, const struct question *q)
{
	uint64_t h = hash_u64(q->address ^ hash_u64(q->offset ^ hash_u64(q->size ^ q->by)));
	struct answer *set = &s->answers[(h & (SETS - 1)) * WAYS], *a;

	for (unsigned way = 0; way < WAYS; way++) {
		const struct question *old = &set[way].question;

		if (old->by == q->by && old->address == q->address && old->offset == q->offset &&
		    old->size == q->size)
			return &set[way];
	}
	a = &set[s->nfound++ % WAYS];
	a->question = *q;
	find_answer(s, a);
	return a;
}

static unsigned answer(struct symbols *s, const struct question *q, struct frame *out, unsigned max)
{
	const struct answer *a;
	unsigned n;

	settle(s);
	a = answer_to(s, q);
	n = a->n < max ? a->n : max;
	for (unsigned i = 0; i < n; i++)
		out[i] = a->frames[i];
	/* The real function is always told. */
	if (n)
		out[n - 1] = a->frames[a->n - 1];
	return n;
}

unsigned symbols_resolve(struct symbols *s, uint64_t addr, struct frame *out, unsigned max)
{
	return answer(s, &(struct question){ BY_ADDRESS, addr, 0, 0 }, out, max);
}

unsigned symbols_resolve_return(struct symbols *s, uint64_t addr, struct frame *out, unsigned max)
{
	return answer(s, &(struct question){ BY_RETURN, addr, 0, 0 }, out, max);
}

unsigned symbols_resolve_name(struct symbols *s, name_t function, name_t module, uint64_t offset,
			      uint64_t size, struct frame *out, unsigned max)
{
	uint64_t names = hash_pair(module, function);

	return answer(s, &(struct question){ BY_NAME, names, offset, size }, out, max);
}

unsigned symbols_resolve_text(struct symbols *s, const char *text, size_t len, struct frame *out,
			      unsigned max)
{
	struct stack_line line;

	if (!stack_line_parse(text, len, &line))
		return 0;
	if (!line.function)
		return symbols_resolve_return(s, line.address, out, max);
	return symbols_resolve_name(s, line.function, line.module, line.offset, line.size, out,
				    max);
}

uint64_t symbols_address(struct symbols *s, name_t name, name_t module)
{
	const struct symbol *sym;
	struct image *image;

	settle(s);
	sym = symtab_only(&s->kallsyms, name, module);
	if (sym)
		return sym->address;
	image = module ? modules_image(s->modules, module) : vmlinux(s);
	sym = image ? symtab_only(image_symbols(image), name, module) : NULL;
	if (!sym || sym->kind == SYMBOL_ABSOLUTE)
		return sym ? sym->address : 0;
	if (!module)
		return sym->address + s->shift;
	return modules_to_running(s->modules, module, sym->section,
				  sym->address - image_section(image, sym->section)->address);
}

bool symbols_datum(struct symbols *s, uint64_t addr, struct datum *out)
{
	struct place p;

	settle(s);
	if (!locate(s, addr, SYMBOL_DATA, &p))
		return false;
	*out = (struct datum){ p.symbol, p.module, p.offset, p.size };
	return true;
}
