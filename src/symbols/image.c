// SPDX-License-Identifier: GPL-2.0-only
/*
 * ELF files by way of elfutils: see image.h.
 *
 * libdwfl is used for one thing that libdw alone can't do: it lays out a module's
 * sections and relocates its debug sections. Nothing is looked for outside of the
 * file, neither in /usr/lib/debug nor on a server.
 */
#include "symbols/image.h"

#include <elfutils/libdwfl.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "symbols/lines.h"

/* What a debug section may unpack to: a whole kernel's is below 1 GB. */
#define UNPACKED_MAX (4ull << 30)

/* Debug info is opened anew when so many units have been read: some 100 MB (docs/performance.md). */
#define UNITS_KEPT 400

struct image {
	char *path;
	name_t module;
	int fd;
	Dwfl *dwfl;
	Dwfl_Module *dwfl_module;
	bool has_no_lines;
	struct symtab symbols;
	VEC(struct image_section) sections;
	struct lines *lines;
};

/* ---- opening ---- */

static int no_debug_file(Dwfl_Module *m, void **data, const char *module, Dwarf_Addr base,
			 const char *file, const char *link, GElf_Word crc, char **name)
{
	(void)m, (void)data, (void)module, (void)base, (void)file, (void)link, (void)crc;
	(void)name;
	return -1;
}

static int no_elf_file(Dwfl_Module *m, void **data, const char *module, Dwarf_Addr base,
		       char **file, Elf **elf)
{
	(void)m, (void)data, (void)module, (void)base, (void)file, (void)elf;
	return -1;
}

static const Dwfl_Callbacks offline = {
	.find_elf = no_elf_file,
	.find_debuginfo = no_debug_file,
	.section_address = dwfl_offline_section_address,
};

static void close_dwfl(struct image *i)
{
	if (i->dwfl)
		dwfl_end(i->dwfl);
	i->dwfl = NULL;
	i->dwfl_module = NULL;
}

static bool open_dwfl(struct image *i)
{
	int fd = fcntl(i->fd, F_DUPFD_CLOEXEC, 0);

	close_dwfl(i);
	i->dwfl = dwfl_begin(&offline);
	if (i->dwfl && fd >= 0) {
		dwfl_report_begin(i->dwfl);
		i->dwfl_module = dwfl_report_offline(i->dwfl, i->path, i->path, fd);
		dwfl_report_end(i->dwfl, NULL, NULL);
	}
	if (!i->dwfl_module && fd >= 0)
		close(fd);
	return i->dwfl_module;
}

/* An ELF file, and nothing that libdwfl would unpack to find one in it. */
static const char *why_not_elf(int fd)
{
	char magic[SELFMAG];
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return "not a regular file";
	if (pread(fd, magic, sizeof(magic), 0) != sizeof(magic) || memcmp(magic, ELFMAG, SELFMAG))
		return "not an ELF file (unpack it if it is compressed)";
	return NULL;
}

static const char *why_not_kernel(Elf *elf)
{
	GElf_Ehdr ehdr;
	Elf_Scn *scn = NULL;
	uint64_t unpacked = 0;

	if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &ehdr))
		return "an ELF file that is cut off or broken";
	if (ehdr.e_type != ET_EXEC && ehdr.e_type != ET_DYN && ehdr.e_type != ET_REL)
		return "an ELF file, but neither a kernel nor a module";
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Chdr chdr;

		if (gelf_getchdr(scn, &chdr))
			unpacked += chdr.ch_size < UNPACKED_MAX ? chdr.ch_size : UNPACKED_MAX;
	}
	return unpacked >= UNPACKED_MAX ? "its debug info is too large to unpack" : NULL;
}

/* ---- sections and symbols ---- */

static bool starts_with(const char *s, const char *start)
{
	return !strncmp(s, start, strlen(start));
}

static void read_sections(struct image *i, Elf *elf, bool is_module)
{
	Elf_Scn *scn = NULL;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return;
	vec_push(&i->sections); /* number 0 is no section */
	while ((scn = elf_nextscn(elf, scn)) && i->sections.n < SHN_LORESERVE) {
		struct image_section *s = vec_push(&i->sections);
		GElf_Shdr shdr;
		const char *name;

		if (!gelf_getshdr(scn, &shdr) || !(shdr.sh_flags & SHF_ALLOC) ||
		    !(name = elf_strptr(elf, names, shdr.sh_name)))
			continue;
		*s = (struct image_section){ .name = name_str(name_of(name)),
					     .address = shdr.sh_addr,
					     .size = shdr.sh_size,
					     .align = shdr.sh_addralign,
					     .is_text = shdr.sh_flags & SHF_EXECINSTR,
					     .is_init = is_module && starts_with(name, ".init") };
	}
}

/* What belongs to the assembler and not to the kernel: scripts/mksysmap leaves it out as well. */
static bool is_noise(const char *name)
{
	return !*name || *name == '$' || starts_with(name, ".L") || starts_with(name, "L0") ||
	       starts_with(name, "__crc_") || starts_with(name, "__kstrtab_") ||
	       starts_with(name, "__kstrtabns_") || starts_with(name, "__ksymtab_");
}

/* scripts/kallsyms.c, compare_symbols(): weak ones later, those with more underscores later. */
static uint8_t rank_of(const char *name, const GElf_Sym *sym, enum symbol_kind kind)
{
	size_t underscores = strspn(name, "_");
	unsigned rank = underscores < 15 ? (unsigned)underscores : 15;

	if (GELF_ST_BIND(sym->st_info) == STB_WEAK)
		rank += 16;
	if (GELF_ST_TYPE(sym->st_info) == STT_NOTYPE)
		rank += 32;
	if (kind == SYMBOL_END)
		rank += 64;
	return (uint8_t)rank;
}

static void add_symbol(struct image *i, const char *name, const GElf_Sym *elf_sym, uint32_t section,
		       bool is_relocatable)
{
	const struct image_section *s = image_section(i, section);
	unsigned type = GELF_ST_TYPE(elf_sym->st_info);
	struct symbol sym = { .size = elf_sym->st_size, .module = i->module };

	if (is_noise(name) || (type != STT_NOTYPE && type != STT_OBJECT && type != STT_FUNC))
		return;
	if (elf_sym->st_shndx == SHN_ABS || (s && starts_with(s->name, ".data..percpu"))) {
		sym.kind = SYMBOL_ABSOLUTE;
		sym.address = elf_sym->st_value;
	} else if (s) {
		sym.kind = symbol_kind_by_name(name, s->is_text ? SYMBOL_TEXT : SYMBOL_DATA);
		sym.address = elf_sym->st_value + (is_relocatable ? s->address : 0);
		sym.section = (uint16_t)section;
	} else {
		return;
	}
	sym.name = name_of(name);
	sym.rank = rank_of(name, elf_sym, sym.kind);
	symtab_add(&i->symbols, &sym);
}

static void read_symbols(struct image *i, Elf *elf, bool is_relocatable)
{
	Elf_Scn *scn = NULL;

	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr shdr;
		Elf_Data *data;
		GElf_Sym sym;

		if (!gelf_getshdr(scn, &shdr) || shdr.sh_type != SHT_SYMTAB ||
		    !(data = elf_getdata(scn, NULL)))
			continue;
		for (int n = 0; gelf_getsym(data, n, &sym); n++) {
			const char *name = elf_strptr(elf, shdr.sh_link, sym.st_name);

			if (name)
				add_symbol(i, name, &sym, sym.st_shndx, is_relocatable);
		}
	}
	symtab_ready(&i->symbols);
}

/* ---- the image ---- */

/* NULL, or why the file can't be used. */
static const char *load(struct image *i)
{
	const char *why = why_not_elf(i->fd);
	Elf *elf;
	GElf_Addr bias;
	GElf_Ehdr ehdr;

	if (why)
		return why;
	elf_version(EV_CURRENT);
	elf = elf_begin(i->fd, ELF_C_READ_MMAP, NULL);
	why = why_not_kernel(elf);
	elf_end(elf);
	if (why)
		return why;
	/* Only libdwfl's handle has the addresses of a module's sections. */
	if (!open_dwfl(i) || !(elf = dwfl_module_getelf(i->dwfl_module, &bias)) ||
	    !gelf_getehdr(elf, &ehdr))
		return dwfl_errmsg(-1);
	read_sections(i, elf, i->module);
	read_symbols(i, elf, ehdr.e_type == ET_REL);
	return i->symbols.list.n ? NULL : "no symbols in it";
}

struct image *image_open(const char *path, name_t module)
{
	/* O_NONBLOCK: a pipe must not hang us */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct image *i;
	const char *why;

	if (fd < 0) {
		diag("%s: %s", path, strerror(errno));
		return NULL;
	}
	i = xcalloc(1, sizeof(*i));
	i->path = xstrdup(path);
	i->module = module;
	i->fd = fd;
	i->lines = lines_new(i->path);
	why = load(i);
	if (!why)
		return i;
	diag("%s: %s", path, why);
	image_close(i);
	return NULL;
}

void image_close(struct image *i)
{
	if (!i)
		return;
	close_dwfl(i);
	close(i->fd);
	lines_free(i->lines);
	symtab_free(&i->symbols);
	vec_free(&i->sections);
	xfree(i->path);
	xfree(i);
}

const char *image_path(const struct image *i)
{
	return i->path;
}

const struct symtab *image_symbols(const struct image *i)
{
	return &i->symbols;
}

unsigned image_sections(const struct image *i)
{
	return i->sections.n;
}

const struct image_section *image_section(const struct image *i, unsigned number)
{
	return number < i->sections.n && i->sections.at[number].name ? &i->sections.at[number]
								     : NULL;
}

/* ---- lines ---- */

/* The debug info, *@bias below the image's addresses; NULL, said once, if there is none. */
static Dwarf *dwarf_of(struct image *i, Dwarf_Addr *bias)
{
	Dwarf *dwarf;

	if (i->has_no_lines)
		return NULL;
	if (lines_units_read(i->lines) > UNITS_KEPT) {
		lines_forget(i->lines);
		open_dwfl(i);
	}
	dwarf = i->dwfl_module ? dwfl_module_getdwarf(i->dwfl_module, bias) : NULL;
	if (!dwarf) {
		i->has_no_lines = true;
		diag("%s: no debug info: functions without lines (%s)", i->path, dwfl_errmsg(-1));
	}
	return dwarf;
}

name_t image_source_root(struct image *i)
{
	Dwarf_Addr bias;
	Dwarf *dwarf = dwarf_of(i, &bias);

	return dwarf ? lines_source_root(i->lines, dwarf) : 0;
}

unsigned image_frames(struct image *i, uint64_t addr, bool declared, name_t root, struct frame *out,
		      unsigned max)
{
	Dwarf_Addr bias;
	Dwarf *dwarf = dwarf_of(i, &bias);

	return dwarf ? lines_frames(i->lines, dwarf, addr - bias, declared, root, out, max) : 0;
}
