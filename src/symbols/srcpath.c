// SPDX-License-Identifier: GPL-2.0-only
/* Paths from the root of the source: see srcpath.h. */
#include "symbols/srcpath.h"

#include <string.h>

#include "base/strbuf.h"

/* Append the parts of @path to @b; a ".." takes the last part away. */
static void add_parts(struct strbuf *b, const char *path)
{
	while (*path) {
		size_t len = strcspn(path, "/");
		const char *slash;

		if (len == 2 && !strncmp(path, "..", 2) && b->len && (slash = strrchr(b->s, '/')) &&
		    strcmp(slash, "/..")) {
			b->len = (size_t)(slash - b->s);
			b->s[b->len] = '\0';
		} else if (len && !(len == 1 && *path == '.')) {
			strbuf_puts(b, "/");
			strbuf_add(b, path, len);
		}
		path += len;
		path += *path == '/';
	}
}

name_t srcpath_clean(const char *dir, const char *path)
{
	struct strbuf b = { 0 };
	bool absolute;
	name_t clean;

	path = path ? path : "";
	dir = !dir || *path == '/' ? "" : dir;
	absolute = *path == '/' || *dir == '/';
	add_parts(&b, dir);
	add_parts(&b, path);
	/* each part was added with a slash before it */
	clean = b.len ? name_of(b.s + !absolute) : 0;
	strbuf_free(&b);
	return clean;
}

name_t srcpath_root(name_t path, const char *tail, bool anywhere)
{
	const char *s = name_str(path);
	size_t len = name_len(path), cut = strlen(tail);

	if (anywhere) {
		const char *at = strstr(s, tail);

		return at && at > s ? name_intern(s, (size_t)(at - s)) : 0;
	}
	if (len <= cut || strcmp(s + len - cut, tail))
		return 0;
	return name_intern(s, len - cut);
}

name_t srcpath_relative(name_t path, const name_t *roots, unsigned n)
{
	const char *s = name_str(path);
	size_t cut = 0;

	for (unsigned i = 0; i < n; i++) {
		size_t len = name_len(roots[i]);

		if (len > cut && !strncmp(s, name_str(roots[i]), len) && s[len] == '/')
			cut = len;
	}
	return cut ? name_of(s + cut + 1) : path;
}
