// SPDX-License-Identifier: GPL-2.0-only
/* Paths as text: see path.h. */
#include "program/path.h"

#include <string.h>

/* Append component @s of @len bytes to the @n bytes in @out; the new length, 0 if too long. */
static size_t append(char *out, size_t n, const char *s, size_t len)
{
	bool slash = n && out[n - 1] != '/';

	if (n + slash + len >= PATH_MAX)
		return 0;
	if (slash)
		out[n++] = '/';
	memcpy(out + n, s, len);
	return n + len;
}

/* The length of @out without its last component; @n if that is none or "..". */
static size_t drop_last(const char *out, size_t n)
{
	size_t start = n;

	while (start && out[start - 1] != '/')
		start--;
	if (start == n || (n - start == 2 && out[start] == '.' && out[start + 1] == '.'))
		return n;
	return start > 1 ? start - 1 : start;
}

bool path_join(char *out, const char *dir, const char *rest, bool fold)
{
	const char *parts[] = { *rest == '/' ? "" : dir, rest };
	size_t n = 0;

	if (*rest == '/' || *dir == '/')
		out[n++] = '/';
	for (int i = 0; i < 2; i++) {
		const char *s = parts[i];

		while (*s) {
			size_t len = strcspn(s, "/"), before = n;
			bool up = len == 2 && s[0] == '.' && s[1] == '.';

			if (up && fold)
				n = drop_last(out, n);
			if (up && fold && (n != before || (n == 1 && out[0] == '/')))
				; /* folded */
			else if (len && !(len == 1 && s[0] == '.') && !(n = append(out, n, s, len)))
				return false;
			s += len + (s[len] == '/');
		}
	}
	if (!n)
		out[n++] = '.';
	out[n] = '\0';
	return true;
}

name_t path_name(const char *dir, const char *rest, bool fold)
{
	char buf[PATH_MAX];

	return path_join(buf, dir, rest, fold) ? name_of(buf) : 0;
}

name_t path_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return name_of(".");
	return name_intern(path, slash == path ? 1 : (size_t)(slash - path));
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

const char *path_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (strncmp(path, dir, len))
		return NULL;
	if (len && dir[len - 1] == '/')
		return path + len;
	if (!path[len])
		return path + len;
	return path[len] == '/' ? path + len + 1 : NULL;
}
