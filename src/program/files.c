// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding the files to check, and what a folder is: see files.h.
 *
 * Directories are gone through in the order of their entries' names, so that
 * which of two paths to one file is shown does not depend on the disk.
 */
#include "program/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "program/finder.h"
#include "program/path.h"

/* ---- reading ---- */

enum read_result read_file(const char *path, size_t limit, struct buffer *b)
{
	/* O_NONBLOCK: a pipe that took the file's place must not hang us */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	enum read_result result = READ_FAILED;
	struct stat st;

	b->len = 0;
	if (fd < 0)
		return READ_FAILED;
	if (fstat(fd, &st))
		goto out;
	if (!S_ISREG(st.st_mode)) {
		result = READ_NOT_REGULAR;
		goto out;
	}
	/* Read to the end rather than to the size: the file may change meanwhile. */
	for (;;) {
		size_t want = b->len ? b->len * 2 : (size_t)st.st_size + 1;
		ssize_t n;

		if (b->len == b->cap) {
			if (want < 65536)
				want = 65536;
			if (want > limit + 1)
				want = limit + 1;
			if (want <= b->cap) {
				result = READ_TOO_BIG;
				goto out;
			}
			b->at = xrealloc(b->at, want);
			b->cap = want;
		}
		n = read(fd, b->at + b->len, b->cap - b->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			goto out;
		if (n == 0)
			break;
		b->len += (size_t)n;
	}
	result = b->len > limit ? READ_TOO_BIG : READ_OK;
out:;
	int saved = errno;

	close(fd);
	errno = saved;
	return result;
}

bool is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

name_t real_name(const char *path)
{
	char buf[PATH_MAX];

	return realpath(path, buf) ? name_of(buf) : 0;
}

/* ---- folders ---- */

static void add_root(struct finder *f, name_t real, name_t shown, bool is_asked)
{
	for (unsigned i = 0; i < f->roots.n; i++)
		if (f->roots.at[i].real == real) {
			f->roots.at[i].is_asked |= is_asked;
			return;
		}
	*vec_push(&f->roots) = (struct root){ real, shown, is_asked };
}

const struct root *root_above(const struct finder *f, name_t real)
{
	const struct root *best = NULL;

	for (unsigned i = 0; i < f->roots.n; i++) {
		const struct root *r = &f->roots.at[i];

		if (path_below(name_str(real), name_str(r->real)) &&
		    (!best || name_len(r->real) > name_len(best->real)))
			best = r;
	}
	return best;
}

uint32_t folder_number(struct finder *f, name_t real)
{
	bool fresh;
	uint32_t *place = map_put(&f->folder_of, real, &fresh);

	if (!fresh)
		return *place;

	uint32_t n = f->folders.n;

	*place = n;

	uint32_t tree = tree_around(f, real);
	uint32_t kernel = tree;

	if (f->opt->no_kernel)
		kernel = NO_TREE;
	else if (f->opt->kernel || tree == NO_TREE)
		kernel = default_kernel(f);

	const struct root *root = root_above(f, real);
	struct folder new = {
		.real = real, .shown = real, .top = real, .tree = tree, .kernel = kernel
	};
	const char *path = name_str(real);

	if (kernel != NO_TREE)
		f->has_kernel = true;
	if (root) {
		new.shown = path_name(name_str(root->shown), path_below(path, name_str(root->real)),
				      false);
		new.top = root->real;
		new.has_index = root->is_asked;
	}
	if (tree != NO_TREE) {
		const struct tree *t = &f->trees.at[tree];
		const char *below = path_below(path, name_str(t->real));

		if (!root || name_len(t->real) > name_len(root->real))
			new.shown = path_name(name_str(t->shown), below, false);
		new.top = t->real;
		new.has_index = true;
		new.is_tools = path_below(below, "tools") != NULL;
		below = path_below(below, "arch");
		if (below)
			new.arch = name_intern(below, strcspn(below, "/"));
	}
	*vec_push(&f->folders) = new;
	return n;
}

static name_t folder_top(struct finder *f, name_t real)
{
	uint32_t n = folder_number(f, real);

	return f->folders.at[n].top;
}

/* Enter a file that exists. @path is its real path but for a link as last component. */
static uint32_t enter_file(struct finder *f, const char *path, name_t disk, uint64_t size)
{
	struct stat st;
	name_t real = 0;
	bool fresh;

	if (!disk && !lstat(path, &st) && S_ISLNK(st.st_mode))
		real = real_name(path);
	if (!real)
		real = name_of(path);

	uint32_t *place = map_put(&f->file_of, real, &fresh);

	if (!fresh)
		return *place;
	*place = f->found.n + 1;

	uint32_t number = *place, n = folder_number(f, path_dir(path));
	const struct folder *at = &f->folders.at[n];
	struct source_file *new = vec_push(&f->found);

	new->folder = n;
	new->real = real;
	new->path = path_name(name_str(at->shown), path_base(path), false);
	new->disk = disk ? disk : new->path;
	new->tree = 0;
	new->size = size;
	if (at->tree != NO_TREE)
		new->tree = name_of(path_below(path, name_str(at->top)));
	return number;
}

uint32_t find_file(struct finder *f, const char *path, name_t top)
{
	const char *rest = f->overlay ? path_below(path, name_str(top)) : NULL;
	char stand_in[PATH_MAX];
	struct stat st;

	if (rest && path_join(stand_in, name_str(f->overlay), rest, false) &&
	    !stat(stand_in, &st) && S_ISREG(st.st_mode))
		return enter_file(f, path, name_of(stand_in), (uint64_t)st.st_size);
	if (!stat(path, &st) && S_ISREG(st.st_mode))
		return enter_file(f, path, 0, (uint64_t)st.st_size);
	return 0;
}

/* ---- going through directories ---- */

/* A directory to go through: @disk is where its entries are read, in the overlay or not. */
struct pending {
	name_t real, shown, disk;
};

struct walk {
	struct finder *f;
	source_vec *out;
	struct map listed; /* files in out, by number */
	VEC(struct pending) stack;
	bool in_overlay;
};

static void list_file(struct walk *w, uint32_t number)
{
	bool fresh;

	map_put(&w->listed, number, &fresh);
	if (fresh)
		*vec_push(w->out) = w->f->found.at[number - 1];
}

static bool is_c_file(const char *name)
{
	size_t len = strlen(name);

	return len > 2 && !strcmp(name + len - 2, ".c");
}

static void walk_entry(struct walk *w, const struct pending *dir, const struct dirent *d)
{
	char disk[PATH_MAX], real[PATH_MAX];
	bool is_dir = d->d_type == DT_DIR;
	struct stat st;

	if (!path_join(disk, name_str(dir->disk), d->d_name, false) ||
	    !path_join(real, name_str(dir->real), d->d_name, false)) {
		diag("%s/%s: path too long, skipped", name_str(dir->shown), d->d_name);
		return;
	}
	if (d->d_type == DT_UNKNOWN)
		is_dir = !lstat(disk, &st) && S_ISDIR(st.st_mode);
	if (is_dir) {
		if (is_c_file(d->d_name))
			diag("%s: is a directory, not a source file", disk);
		if (strcmp(d->d_name, ".git"))
			*vec_push(&w->stack) = (struct pending){
				name_of(real),
				path_name(name_str(dir->shown), d->d_name, false),
				name_of(disk),
			};
		return;
	}
	if (!is_c_file(d->d_name))
		return;
	if (stat(disk, &st))
		diag("%s: %s", disk, strerror(errno));
	else if (S_ISREG(st.st_mode))
		list_file(w, find_file(w->f, real, folder_top(w->f, dir->real)));
	else if (!S_ISDIR(st.st_mode))
		diag("%s: not a regular file, skipped", disk);
}

static void walk_directory(struct walk *w, const struct pending *dir)
{
	struct dirent **entries;
	bool fresh;

	if (!w->in_overlay) {
		map_put(&w->f->walked, dir->real, &fresh);
		if (!fresh)
			return;
	}

	int n = scandir(name_str(dir->disk), &entries, NULL, alphasort);

	if (n < 0) {
		if (!w->in_overlay || errno != ENOENT)
			diag("%s: %s", name_str(dir->disk), strerror(errno));
		return;
	}
	for (int i = 0; i < n; i++) {
		if (strcmp(entries[i]->d_name, ".") && strcmp(entries[i]->d_name, ".."))
			walk_entry(w, dir, entries[i]);
		free(entries[i]);
	}
	free(entries);
}

static void walk_below(struct walk *w, name_t real, name_t shown, name_t disk)
{
	*vec_push(&w->stack) = (struct pending){ real, shown, disk };
	while (w->stack.n) {
		struct pending dir = vec_pop(&w->stack);

		walk_directory(w, &dir);
	}
}

static void add_directory(struct walk *w, name_t real, name_t shown)
{
	struct finder *f = w->f;

	walk_below(w, real, shown, shown);
	if (!f->overlay)
		return;

	/* Files that only the overlay has, at the same place below the tree's root. */
	name_t top = folder_top(f, real);
	name_t disk =
		path_name(name_str(f->overlay), path_below(name_str(real), name_str(top)), false);

	w->in_overlay = true;
	if (disk)
		walk_below(w, real, shown, disk);
	w->in_overlay = false;
}

/* A path of the command line; @pass 0 notes where it is, pass 1 takes what is there. */
static void add_path(struct walk *w, const char *path, int pass)
{
	struct finder *f = w->f;
	name_t shown = path_name(".", path, false), dir = path_dir(name_str(shown));
	struct stat st;
	int err = stat(path, &st) ? errno : 0;
	name_t real_dir;

	if (!shown || !*path) {
		if (pass)
			diag("%s: %s", path, strerror(shown ? ENOENT : ENAMETOOLONG));
		return;
	}
	if (!err && S_ISDIR(st.st_mode)) {
		name_t real = real_name(path);

		if (!real)
			err = errno;
		else if (pass)
			add_directory(w, real, shown);
		else
			add_root(f, real, shown, true);
	} else if ((!err && S_ISREG(st.st_mode)) || (err == ENOENT && f->overlay)) {
		char real[PATH_MAX];
		uint32_t number = 0;

		real_dir = real_name(name_str(dir));
		if (!real_dir)
			err = errno;
		else if (!pass)
			add_root(f, real_dir, dir, false);
		else if (path_join(real, name_str(real_dir), path_base(name_str(shown)), false))
			number = find_file(f, real, folder_top(f, real_dir));
		if (number) {
			list_file(w, number);
			return;
		}
	} else if (!err && pass) {
		diag("%s: not a regular file, skipped", path);
	}
	if (err && pass)
		diag("%s: %s", path, strerror(err));
}

void finder_sources(struct finder *f, source_vec *out)
{
	struct walk w = { .f = f, .out = out };

	/* All roots first: which tree a path lies in and how it is shown depends on them. */
	for (int pass = 0; pass < 2; pass++)
		for (unsigned i = 0; i < f->opt->npaths; i++)
			add_path(&w, f->opt->paths[i], pass);
	map_free(&w.listed);
	vec_free(&w.stack);
}

/* ---- the finder ---- */

struct finder *finder_new(const struct load_options *opt)
{
	struct finder *f = xcalloc(1, sizeof(*f));

	f->opt = opt;
	f->kernel = NO_TREE;
	if (opt->overlay) {
		f->overlay = real_name(opt->overlay);
		if (!f->overlay || !is_directory(opt->overlay)) {
			diag("--overlay %s: %s", opt->overlay,
			     strerror(f->overlay ? ENOTDIR : errno));
			f->overlay = 0;
		}
	}
	for (unsigned i = 0; i < opt->ninclude_dirs; i++) {
		name_t real = real_name(opt->include_dirs[i]);

		if (!real) {
			diag("-I %s: %s", opt->include_dirs[i], strerror(errno));
			continue;
		}
		*vec_push(&f->include_dirs) = real;
		add_root(f, real, path_name(".", opt->include_dirs[i], false), false);
	}
	return f;
}

void finder_free(struct finder *f)
{
	if (!f)
		return;
	for (unsigned i = 0; i < f->trees.n; i++)
		vec_free(&f->trees.at[i].arches);
	for (unsigned i = 0; i < f->folders.n; i++)
		vec_free(&f->folders.at[i].flags);
	for (unsigned i = 0; i < f->indexes.n; i++) {
		map_free(&f->indexes.at[i].first);
		vec_free(&f->indexes.at[i].headers);
	}
	vec_free(&f->roots);
	vec_free(&f->trees);
	vec_free(&f->folders);
	vec_free(&f->found);
	vec_free(&f->include_dirs);
	vec_free(&f->indexes);
	map_free(&f->folder_of);
	map_free(&f->file_of);
	map_free(&f->walked);
	map_free(&f->quoted);
	map_free(&f->system);
	map_free(&f->by_kernel);
	map_free(&f->index_of);
	xfree(f->text.at);
	xfree(f);
}

bool finder_has_kernel(const struct finder *f)
{
	return f->has_kernel || f->opt->no_kernel;
}
