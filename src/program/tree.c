// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel trees: which one a path lies in, and which one the system has.
 *
 * A full source tree has include/linux, MAINTAINERS and a Makefile or Kbuild at
 * its root. An installed headers package has include/linux and arch/. tools/
 * in a tree looks like the latter, so of several such folders around a path the
 * outermost is meant. Debian splits its package: the folder that
 * /lib/modules/…/build leads to has generated headers only, and a Makefile that
 * includes that of the folder with the rest.
 */
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/diag.h"
#include "program/finder.h"
#include "program/path.h"

static bool has(const char *dir, const char *name)
{
	char buf[PATH_MAX];

	return path_join(buf, dir, name, false) && !access(buf, F_OK);
}

static bool is_source_tree(const char *dir)
{
	return has(dir, "include/linux") && has(dir, "MAINTAINERS") &&
	       (has(dir, "Kbuild") || has(dir, "Makefile"));
}

static bool is_headers_tree(const char *dir)
{
	return has(dir, "include/linux") && has(dir, "arch");
}

/*
 * How a tree above or below a place named on the command line is shown: the
 * user's own words as far as they go, then "..".
 */
static name_t shown_from(const struct root *r, name_t tree)
{
	const char *below = path_below(name_str(tree), name_str(r->real));
	const char *above = path_below(name_str(r->real), name_str(tree));
	char shown[PATH_MAX], rest[PATH_MAX];

	if (below)
		return path_name(name_str(r->shown), below, false);
	if (!above)
		return 0;
	/* Take the components that both paths end in off both. */
	snprintf(shown, sizeof(shown), "%s", name_str(r->shown));
	snprintf(rest, sizeof(rest), "%s", above);
	while (*rest && strcmp(shown, ".") && strcmp(path_base(shown), "..")) {
		if (strcmp(path_base(shown), path_base(rest)))
			return 0; /* a symbolic link led here */
		snprintf(shown, sizeof(shown), "%s", name_str(path_dir(shown)));
		snprintf(rest, sizeof(rest), "%s",
			 strchr(rest, '/') ? name_str(path_dir(rest)) : "");
	}
	while (*rest) {
		if (!path_join(shown, strcmp(shown, ".") ? shown : "", "..", false))
			return 0;
		snprintf(rest, sizeof(rest), "%s",
			 strchr(rest, '/') ? name_str(path_dir(rest)) : "");
	}
	return name_of(shown);
}

static int by_name(const void *a, const void *b)
{
	return name_cmp(*(const name_t *)a, *(const name_t *)b);
}

/* x86 first: it is what generic code is read with. */
static void list_arches(struct tree *t)
{
	char path[PATH_MAX];
	DIR *dir = path_join(path, name_str(t->real), "arch", false) ? opendir(path) : NULL;
	const struct dirent *d;

	if (!dir)
		return;
	while ((d = readdir(dir)))
		if (d->d_name[0] != '.' && has(path, d->d_name)) {
			char sub[PATH_MAX];

			if (path_join(sub, path, d->d_name, false) && is_directory(sub))
				*vec_push(&t->arches) = name_of(d->d_name);
		}
	closedir(dir);
	if (t->arches.n)
		qsort(t->arches.at, t->arches.n, sizeof(*t->arches.at), by_name);

	name_t x86 = name_of("x86");

	for (unsigned i = 1; i < t->arches.n; i++)
		if (t->arches.at[i] == x86) {
			memmove(t->arches.at + 1, t->arches.at, i * sizeof(*t->arches.at));
			t->arches.at[0] = x86;
		}
}

static uint32_t tree_number(struct finder *f, name_t real)
{
	for (unsigned i = 0; i < f->trees.n; i++)
		if (f->trees.at[i].real == real)
			return i;

	struct tree new = { .real = real, .common = NO_TREE };

	for (unsigned i = 0; i < f->roots.n && !new.shown; i++)
		new.shown = shown_from(&f->roots.at[i], real);
	if (!new.shown)
		new.shown = real;
	list_arches(&new);
	*vec_push(&f->trees) = new;
	return f->trees.n - 1;
}

uint32_t tree_around(struct finder *f, name_t dir)
{
	uint32_t best = NO_TREE;
	name_t outermost = 0;

	for (unsigned i = 0; i < f->trees.n; i++)
		if (path_below(name_str(dir), name_str(f->trees.at[i].real)) &&
		    (best == NO_TREE ||
		     name_len(f->trees.at[i].real) > name_len(f->trees.at[best].real)))
			best = i;
	if (best != NO_TREE)
		return best;

	for (name_t at = dir;; at = path_dir(name_str(at))) {
		if (is_source_tree(name_str(at)))
			return tree_number(f, at);
		if (is_headers_tree(name_str(at)))
			outermost = at;
		if (name_len(at) <= 1)
			break;
	}
	return outermost ? tree_number(f, outermost) : NO_TREE;
}

/* The folder whose Makefile @dir's Makefile includes, if that is all that it does; else 0. */
static name_t other_half(struct finder *f, const char *dir)
{
	char path[PATH_MAX];

	if (!path_join(path, dir, "Makefile", false) ||
	    read_file(path, 1 << 20, &f->text) != READ_OK)
		return 0;

	const char *s = f->text.at, *end = s + f->text.len;

	while (s < end) {
		const char *eol = memchr(s, '\n', (size_t)(end - s));
		size_t len = (size_t)((eol ? eol : end) - s);
		static const char word[] = "include ", tail[] = "/Makefile";

		while (len && (s[len - 1] == ' ' || s[len - 1] == '\r'))
			len--;
		if (len > sizeof(word) + sizeof(tail) && !memcmp(s, word, sizeof(word) - 1) &&
		    !memcmp(s + len - (sizeof(tail) - 1), tail, sizeof(tail) - 1)) {
			name_t other = name_intern(s + sizeof(word) - 1,
						   len - (sizeof(word) - 1) - (sizeof(tail) - 1));

			if (is_headers_tree(name_str(other)))
				return real_name(name_str(other));
		}
		if (!eol)
			break;
		s = eol + 1;
	}
	return 0;
}

/* The tree at @path if it is one, else NO_TREE. */
static uint32_t tree_at(struct finder *f, const char *path)
{
	name_t real = real_name(path), other;

	if (!real || !is_directory(path))
		return NO_TREE;
	other = has(path, "include/linux") ? 0 : other_half(f, path);
	if (!other && !has(path, "include/linux"))
		return NO_TREE;

	uint32_t n = tree_number(f, real);

	if (other && other != real) {
		uint32_t common = tree_number(f, other);

		f->trees.at[n].common = common;
		if (!f->trees.at[n].arches.n)
			list_arches(&f->trees.at[n]);
	}
	return n;
}

static int newest_first(const void *a, const void *b)
{
	return strverscmp(*(char *const *)b, *(char *const *)a);
}

static uint32_t system_kernel(struct finder *f)
{
	static const char *const patterns[] = { "/lib/modules/*/build", "/usr/src/linux-headers-*",
						"/usr/src/linux*" };
	struct utsname u;
	uint32_t n = NO_TREE;
	char path[PATH_MAX];

	if (!uname(&u)) {
		snprintf(path, sizeof(path), "/lib/modules/%s/build", u.release);
		n = tree_at(f, path);
	}
	for (unsigned i = 0; i < ARRAY_SIZE(patterns) && n == NO_TREE; i++) {
		glob_t g;

		if (!glob(patterns[i], GLOB_NOSORT, NULL, &g)) {
			qsort(g.gl_pathv, g.gl_pathc, sizeof(*g.gl_pathv), newest_first);
			for (size_t k = 0; k < g.gl_pathc && n == NO_TREE; k++)
				n = tree_at(f, g.gl_pathv[k]);
		}
		globfree(&g);
	}
	return n;
}

uint32_t default_kernel(struct finder *f)
{
	if (f->sought_kernel)
		return f->kernel;
	f->sought_kernel = true;
	if (f->opt->kernel) {
		f->kernel = tree_at(f, f->opt->kernel);
		if (f->kernel == NO_TREE)
			diag("--kernel %s: no kernel headers (include/linux) there",
			     f->opt->kernel);
	} else {
		f->kernel = system_kernel(f);
	}
	return f->kernel;
}
