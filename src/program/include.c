// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which file an #include means, without a build to tell.
 *
 * The order is the kernel build's: the including file's folder (for "…"), -I
 * folders, the architecture's and the generic headers. Then follow guesses for
 * what only a configured build would tell: asm-generic and other architectures
 * for <asm/…>, the -I folders of the Makefiles above, and at last any header of
 * such a name nearby. Answers are remembered by folder, and for the kernel's
 * own headers by architecture.
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "program/finder.h"
#include "program/path.h"

/* How much is looked at for an index of headers, so that a stray path costs little. */
#define MAX_INDEXED_FOLDERS 20000u
/* Folders from the root down that are indexed together: drivers/gpu, sound/soc, arch/arm. */
#define INDEX_DEPTH 2u

/* ---- the kernel's headers ---- */

static uint32_t try_in(struct finder *f, name_t root, const char *dir, const char *path)
{
	char at[PATH_MAX], full[PATH_MAX];

	if (!path_join(at, name_str(root), dir, true) || !path_join(full, at, path, true))
		return 0;
	return find_file(f, full, root);
}

static uint32_t try_arch(struct finder *f, name_t root, name_t arch, const char *path)
{
	static const char *const dirs[] = { "include", "include/generated", "include/uapi",
					    "include/generated/uapi" };
	char dir[PATH_MAX];
	uint32_t found = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(dirs) && !found; i++)
		if (path_join(dir, "arch", name_str(arch), false) &&
		    path_join(dir, dir, dirs[i], false))
			found = try_in(f, root, dir, path);
	return found;
}

static uint32_t search_tree(struct finder *f, uint32_t tree, name_t arch, bool is_tools,
			    const char *path)
{
	static const char *const tools_dirs[] = { "tools/include", "tools/arch/x86/include",
						  "tools/include/uapi", "tools/lib" };
	static const char *const dirs[] = { "include", "include/uapi", "include/generated/uapi" };
	name_t x86 = name_of("x86");
	uint32_t found = 0;

	/* The two halves of a headers package are one tree with two roots. */
	name_t roots[2] = { f->trees.at[tree].real, 0 };
	unsigned nroots = 1;

	if (f->trees.at[tree].common != NO_TREE)
		roots[nroots++] = f->trees.at[f->trees.at[tree].common].real;

	for (unsigned r = 0; r < nroots && is_tools && !found; r++)
		for (unsigned i = 0; i < ARRAY_SIZE(tools_dirs) && !found; i++)
			found = try_in(f, roots[r], tools_dirs[i], path);
	for (unsigned r = 0; r < nroots && !found; r++)
		found = try_arch(f, roots[r], arch ? arch : x86, path);
	for (unsigned r = 0; r < nroots && !found; r++)
		for (unsigned i = 0; i < ARRAY_SIZE(dirs) && !found; i++)
			found = try_in(f, roots[r], dirs[i], path);
	if (found || !path_below(path, "asm"))
		return found;

	for (unsigned r = 0; r < nroots && !found; r++) {
		found = try_in(f, roots[r], "include/asm-generic", path_below(path, "asm"));
		if (!found)
			found = try_in(f, roots[r], "include/uapi/asm-generic",
				       path_below(path, "asm"));
	}
	for (unsigned r = 0; r < nroots && !found; r++)
		for (unsigned i = 0; i < f->trees.at[tree].arches.n && !found; i++)
			found = try_arch(f, roots[r], f->trees.at[tree].arches.at[i], path);
	return found;
}

/* search_tree() as from folder @at, but for @arch; remembered. */
static uint32_t search_kernel(struct finder *f, const struct folder *at, name_t arch, name_t path)
{
	name_t key = name_printf("%u %s %d", at->kernel, name_str(arch), at->is_tools);
	bool fresh;
	uint32_t *place = map_put(&f->by_kernel, hash_pair(key, path), &fresh);

	if (!fresh)
		return *place;

	uint32_t kernel = at->kernel, found;

	found = search_tree(f, kernel, arch, at->is_tools, name_str(path));
	*map_get(&f->by_kernel, hash_pair(key, path)) = found;
	return found;
}

/* ---- the Makefiles' -I ---- */

static uint32_t search_makefiles(struct finder *f, uint32_t folder, const char *path)
{
	name_t top = f->folders.at[folder].top;

	for (;;) {
		name_t real = f->folders.at[folder].real;
		uint32_t found = 0;

		if (!f->folders.at[folder].has_flags)
			makefile_read_flags(f, folder);
		for (unsigned i = 0; i < f->folders.at[folder].flags.n && !found; i++) {
			char full[PATH_MAX];

			if (path_join(full, name_str(f->folders.at[folder].flags.at[i]), path,
				      true))
				found = find_file(f, full, top);
		}
		if (found || real == top || name_len(real) <= 1)
			return found;
		folder = folder_number(f, path_dir(name_str(real)));
	}
}

/* ---- any header nearby ---- */

static void index_header(struct header_index *x, const char *dir, const char *name)
{
	char path[PATH_MAX];
	uint32_t *first;

	if (!path_join(path, dir, name, false))
		return;
	first = map_put(&x->first, name_of(name), NULL);
	*vec_push(&x->headers) = (struct indexed_header){ name_of(path), *first };
	*first = x->headers.n;
}

static void index_folder(struct header_index *x, name_vec *todo, name_t dir)
{
	struct dirent **entries;
	int n = scandir(name_str(dir), &entries, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const struct dirent *d = entries[i];
		size_t len = strlen(d->d_name);

		if (d->d_type == DT_DIR && d->d_name[0] != '.' && todo->n < MAX_INDEXED_FOLDERS)
			*vec_push(todo) = path_name(name_str(dir), d->d_name, false);
		else if (d->d_type == DT_REG && len > 2 && !strcmp(d->d_name + len - 2, ".h"))
			index_header(x, name_str(dir), d->d_name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

static const struct header_index *index_below(struct finder *f, name_t real)
{
	bool fresh;
	uint32_t *place = map_put(&f->index_of, real, &fresh);

	if (fresh) {
		name_vec todo = { 0 };
		struct header_index *x;

		*place = f->indexes.n;
		x = vec_push(&f->indexes);
		*vec_push(&todo) = real;
		for (unsigned i = 0; i < todo.n; i++)
			index_folder(x, &todo, todo.at[i]);
		vec_free(&todo);
	}
	return &f->indexes.at[*place];
}

static unsigned common_folders(const char *a, const char *b)
{
	unsigned n = 0;

	for (; *a && *a == *b; a++, b++)
		n += *a == '/';
	return n;
}

/* True if @full ends in the components of @path. */
static bool ends_in(const char *full, const char *path)
{
	size_t n = strlen(full), len = strlen(path);

	return n > len && full[n - len - 1] == '/' && !strcmp(full + n - len, path);
}

static uint32_t search_nearby(struct finder *f, uint32_t folder, const char *path)
{
	const struct folder *at = &f->folders.at[folder];
	const char *rel = path_below(name_str(at->real), name_str(at->top)), *end = rel;
	name_t top = at->top, scope = top, best = 0;
	unsigned depth = 0, nearest = 0, least;

	while (!strncmp(path, "../", 3))
		path += 3;
	if (!at->has_index || !rel)
		return 0;
	/* The folder to index, and how near a header must be: in drivers/gpu/drm/x, below drm. */
	if (at->tree != NO_TREE) {
		while (*end && depth < INDEX_DEPTH) {
			end += strcspn(end, "/");
			depth++;
			if (*end && depth < INDEX_DEPTH)
				end++;
		}
		if (depth < INDEX_DEPTH)
			return 0;
		scope = name_intern(name_str(at->real), (size_t)(end - name_str(at->real)));
	}
	least = common_folders(name_str(scope), name_str(scope)) + 1 + (*end == '/' && depth);

	const struct header_index *x = index_below(f, scope);
	const uint32_t *first = map_get(&x->first, name_of(path_base(path)));

	for (uint32_t i = first ? *first : 0; i; i = x->headers.at[i - 1].next) {
		name_t candidate = x->headers.at[i - 1].path;
		char from[PATH_MAX];
		unsigned near;

		if (!ends_in(name_str(candidate), path) ||
		    !path_join(from, name_str(f->folders.at[folder].real), "x", false))
			continue;
		near = common_folders(from, name_str(candidate));
		if (near < least)
			continue;
		if (!best || near > nearest || (near == nearest && name_cmp(candidate, best) < 0)) {
			best = candidate;
			nearest = near;
		}
	}
	return best ? find_file(f, name_str(best), top) : 0;
}

/* ---- all of it ---- */

static uint32_t search(struct finder *f, uint32_t folder, name_t path, bool is_system)
{
	name_t top = f->folders.at[folder].top;
	const char *s = name_str(path);
	char full[PATH_MAX];
	uint32_t found = 0;

	if (*s == '/')
		return 0;
	if (!is_system && path_join(full, name_str(f->folders.at[folder].real), s, true))
		found = find_file(f, full, top);
	for (unsigned i = 0; i < f->include_dirs.n && !found; i++)
		if (path_join(full, name_str(f->include_dirs.at[i]), s, true))
			found = find_file(f, full, top);
	if (!found && f->folders.at[folder].kernel != NO_TREE)
		found = search_kernel(f, &f->folders.at[folder], f->folders.at[folder].arch, path);
	if (!found)
		found = search_makefiles(f, folder, s);
	/* <stdio.h> in a tool is no header nearby */
	if (!found && (!is_system || strchr(s, '/')))
		found = search_nearby(f, folder, s);
	return found;
}

bool finder_include(struct finder *f, uint32_t folder, const struct include *inc,
		    struct source_file *out)
{
	struct map *answers = inc->is_system ? &f->system : &f->quoted;
	uint64_t key = hash_pair(folder, inc->path);
	bool fresh;
	uint32_t number, *place = map_put(answers, key, &fresh);

	if (fresh) {
		number = search(f, folder, inc->path, inc->is_system);
		*map_get(answers, key) = number;
	} else {
		number = *place;
	}
	if (number)
		*out = f->found.at[number - 1];
	return number != 0;
}

name_t folder_arch(const struct finder *f, uint32_t folder)
{
	return f->folders.at[folder].arch;
}

bool finder_include_for(struct finder *f, uint32_t folder, const struct include *inc, name_t arch,
			struct source_file *out)
{
	const struct folder *at = &f->folders.at[folder];
	uint32_t number;

	if (at->arch || at->is_tools || at->kernel == NO_TREE ||
	    !path_below(name_str(inc->path), "asm"))
		return false;
	number = search_kernel(f, at, arch, inc->path);
	if (number)
		*out = f->found.at[number - 1];
	return number != 0;
}
