// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rest of a module: a driver's callbacks are registered, and its functions
 * called, in files that its Makefile links with the ones to check. Who asks for
 * one file or one folder of it gets to know the others this way.
 *
 * As for -I no make is run: the words of "NAME-y += a.o dir/b.o" and its kin are
 * the objects of NAME, in the folder's own Makefile or in that of one above.
 */
#include <string.h>

#include "program/finder.h"
#include "program/makefile.h"
#include "program/path.h"

#define LARGEST_MODULE 400u /* more files than this are not read for the sake of a few */
#define MAX_UP 4	    /* folders above */

struct object {
	name_t module, file; /* file: real path of its .c */
};

struct makefile_objects {
	name_t folder;	   /* real */
	unsigned first, n; /* in modules.objects */
};

struct modules {
	struct finder *f;
	VEC(struct makefile_objects) makefiles;
	VEC(struct object) objects;
	struct map added;  /* (folder, module) whose files were taken */
	struct map listed; /* files in out, by number */
	source_vec *out;
};

/* "NAME" of NAME-y, NAME-objs, NAME-$(CONFIG_X); 0 for other variables, and for obj-y, whose objects
 * are modules of their own. */
static name_t module_of(struct span variable)
{
	const char *dash = memrchr(variable.s, '-', variable.len);
	size_t len = dash ? (size_t)(dash - variable.s) : 0;

	for (size_t i = 0; i + 1 < variable.len; i++)
		if (variable.s[i] == '$') {
			if (!i || variable.s[i - 1] != '-')
				return 0;
			len = i - 1;
			break;
		}
	if (!len || (len == 3 && (!memcmp(variable.s, "obj", 3) || !memcmp(variable.s, "lib", 3))))
		return 0;
	return name_intern(variable.s, len);
}

static void add_object(struct modules *m, name_t folder, name_t module, struct span word)
{
	char text[PATH_MAX], path[PATH_MAX];

	if (word.len < 3 || word.len >= sizeof(text) || memcmp(word.s + word.len - 2, ".o", 2) ||
	    memchr(word.s, '$', word.len))
		return;
	memcpy(text, word.s, word.len);
	text[word.len - 1] = 'c';
	text[word.len] = 0;
	if (path_join(path, name_str(folder), text, true))
		*vec_push(&m->objects) = (struct object){ module, name_of(path) };
}

static void read_makefile(struct modules *m, name_t folder, const char *name)
{
	char path[PATH_MAX], *s, *end;
	struct span line;

	if (!path_join(path, name_str(folder), name, false) ||
	    read_file(path, LARGEST_MAKEFILE, &m->f->text) != READ_OK)
		return;
	end = m->f->text.at + m->f->text.len;
	for (s = m->f->text.at; makefile_line(&s, end, &line);) {
		const char *eq = memchr(line.s, '=', line.len), *at = line.s, *stop = eq;
		name_t module;

		if (!eq || *line.s == '\t' || *line.s == '#')
			continue;
		while (at < stop && *at == ' ')
			at++;
		while (stop > at && strchr(":?+ \t", stop[-1]))
			stop--;
		module = module_of((struct span){ at, (size_t)(stop - at) });
		for (at = eq + 1, stop = line.s + line.len; module && at < stop;) {
			const char *word;

			while (at < stop && strchr(" \t\r", *at))
				at++;
			for (word = at; at < stop && !strchr(" \t\r", *at);)
				at++;
			if (at > word && *word == '#')
				break;
			add_object(m, folder, module, (struct span){ word, (size_t)(at - word) });
		}
	}
}

static struct makefile_objects objects_of(struct modules *m, name_t folder)
{
	struct makefile_objects new = { folder, m->objects.n, 0 };

	for (unsigned i = 0; i < m->makefiles.n; i++)
		if (m->makefiles.at[i].folder == folder)
			return m->makefiles.at[i];
	read_makefile(m, folder, "Makefile");
	read_makefile(m, folder, "Kbuild");
	new.n = m->objects.n - new.first;
	*vec_push(&m->makefiles) = new;
	return new;
}

static void add_module(struct modules *m, const struct makefile_objects *in, name_t module,
		       name_t top)
{
	unsigned n = 0;
	bool fresh;

	map_put(&m->added, hash_pair(in->folder, module), &fresh);
	for (unsigned i = 0; i < in->n; i++)
		n += m->objects.at[in->first + i].module == module;
	if (!fresh || n > LARGEST_MODULE)
		return;
	for (unsigned i = 0; i < in->n; i++) {
		const struct object *o = &m->objects.at[in->first + i];
		uint32_t number = o->module == module ? find_file(m->f, name_str(o->file), top) : 0;

		if (!number)
			continue;
		map_put(&m->listed, number, &fresh);
		if (fresh)
			*vec_push(m->out) = m->f->found.at[number - 1];
	}
}

void finder_modules(struct finder *f, const source_vec *sources, source_vec *out)
{
	struct modules m = { .f = f, .out = out };

	for (unsigned i = 0; i < sources->n; i++) {
		const struct source_file *s = &sources->at[i];
		struct folder at = f->folders.at[s->folder];
		const struct root *root = root_above(f, at.real);
		bool found = false;
		/* what lies below a folder that was asked for is there already */
		name_t folder = root && root->is_asked ? path_dir(name_str(root->real)) : at.real;

		for (unsigned up = 0; at.tree != NO_TREE && !at.is_tools && up < MAX_UP && !found &&
				      path_below(name_str(folder), name_str(at.top));
		     up++, folder = path_dir(name_str(folder))) {
			struct makefile_objects in = objects_of(&m, folder);

			for (unsigned k = 0; k < in.n; k++) {
				if (m.objects.at[in.first + k].file != s->real)
					continue;
				found = true;
				add_module(&m, &in, m.objects.at[in.first + k].module, at.top);
			}
		}
	}
	vec_free(&m.makefiles);
	vec_free(&m.objects);
	map_free(&m.added);
	map_free(&m.listed);
}
