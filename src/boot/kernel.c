// SPDX-License-Identifier: GPL-2.0-only
/* Kernels from source: see kernel.h. */
#include "boot/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/hash.h"
#include "boot/cache.h"
#include "boot/child.h"
#include "boot/config.h"
#include "boot/text.h"

#define IMAGE "arch/x86/boot/bzImage"

/* ---- the key ---- */

/* The value of "@name = …" in the first lines of the kernel's Makefile. */
static char *makefile_value(const char *text, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (!strncmp(p, name, len) && !strncmp(p + len, " =", 2)) {
			const char *value = p + len + 2;

			value += strspn(value, " \t");
			return xasprintf("%.*s", (int)strcspn(value, " \t\n"), value);
		}
	return NULL;
}

char *kernel_version(const char *source)
{
	char *path = xasprintf("%s/Makefile", source), *text = text_read(path);
	char *version = NULL;

	if (text) {
		char *major = makefile_value(text, "VERSION");
		char *minor = makefile_value(text, "PATCHLEVEL");
		char *sub = makefile_value(text, "SUBLEVEL");
		char *extra = makefile_value(text, "EXTRAVERSION");

		if (major && minor && sub)
			version = xasprintf("%s.%s.%s%s", major, minor, sub, extra ? extra : "");
		else
			diag("%s is not the Makefile of a kernel tree", path);
		xfree(major);
		xfree(minor);
		xfree(sub);
		xfree(extra);
	}
	xfree(text);
	xfree(path);
	return version;
}

static bool key_compiler(struct strbuf *key)
{
	static const char *const tools[] = { "gcc", "ld" };

	for (unsigned i = 0; i < ARRAY_SIZE(tools); i++) {
		argv_t argv = { 0 };
		char *says;

		argv_add(&argv, tools[i], "--version", NULL);
		says = child_output(&argv);
		vec_free(&argv);
		if (!says) {
			diag("no %s to build a kernel with", tools[i]);
			return false;
		}
		strbuf_printf(key, "%s: %.*s\n", tools[i], (int)strcspn(says, "\n"), says);
		xfree(says);
	}
	return true;
}

bool kernel_key(const struct kernel_options *o, struct strbuf *key)
{
	char *version = kernel_version(o->source), *path = realpath(o->source, NULL);
	bool good = version && path;

	if (good)
		strbuf_printf(key, "source: %s\nversion: %s\n", path, version);
	good = good && key_compiler(key);
	for (unsigned i = 0; good && i < o->fragments.n; i++) {
		char *text = text_read(o->fragments.at[i]);

		good = text != NULL;
		if (good)
			strbuf_puts(key, text);
		xfree(text);
	}
	free(path);
	xfree(version);
	return good;
}

/* ---- the build ---- */

/* One make in the directory that is being filled. */
static bool make(const struct kernel_options *o, const struct cache_entry *e, int log,
		 const char *goal, const char *more)
{
	char *output = xasprintf("O=%s", e->partial);
	char *jobs = xasprintf("-j%ld", sysconf(_SC_NPROCESSORS_ONLN));
	argv_t argv = { 0 };
	int status;

	argv_add(&argv, "make", "-C", o->source, output, jobs, goal, more, NULL);
	status = child_run(&argv, -1, log, e->lock);
	if (status > 0)
		diag("make %s failed in %s: see %s", goal, o->source, e->log);
	vec_free(&argv);
	xfree(jobs);
	xfree(output);
	return status == 0;
}

/* tinyconfig, then the fragments' lines behind its own: Kconfig takes the last one of each option. */
static bool configure(const struct kernel_options *o, const struct cache_entry *e, int log)
{
	char *path = xasprintf("%s/.config", e->partial);
	bool good = make(o, e, log, "tinyconfig", NULL);

	for (unsigned i = 0; good && i < o->fragments.n; i++) {
		char *text = text_read(o->fragments.at[i]);

		good = text && text_append(path, text);
		xfree(text);
	}
	good = good && make(o, e, log, "olddefconfig", NULL);
	for (unsigned i = 0; good && i < o->fragments.n; i++)
		good = config_holds(path, o->fragments.at[i]);
	xfree(path);
	return good;
}

/* Object files are four fifths of the directory, and only those of the host's tools are of use to modules. */
static bool prune(const struct cache_entry *e, int log)
{
	char *scripts = xasprintf("%s/scripts/*", e->partial);
	char *tools = xasprintf("%s/tools/*", e->partial);
	argv_t argv = { 0 };
	int status;

	argv_add(&argv, "find", e->partial, "-type", "f", "-not", "-path", scripts, NULL);
	argv_add(&argv, "-not", "-path", tools, "(", "-name", "*.o", "-o", "-name", "*.a", NULL);
	argv_add(&argv, "-o", "-name", ".*.cmd", ")", "-delete", NULL);
	status = child_run(&argv, -1, log, e->lock);
	vec_free(&argv);
	xfree(tools);
	xfree(scripts);
	if (status > 0)
		diag("%s can't be cleaned up: see %s", e->partial, e->log);
	return status == 0;
}

static bool build(const struct kernel_options *o, struct cache_entry *e, const char *key)
{
	char *key_path = xasprintf("%s/unspin-key", e->partial);
	int log = open(e->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool good = false;

	if (log < 0 || mkdir(e->partial, 0777))
		diag("%s: %s", log < 0 ? e->log : e->partial, strerror(errno));
	else
		good = configure(o, e, log) && make(o, e, log, "bzImage", "modules") &&
		       prune(e, log) && text_append(key_path, key) && cache_commit(e);
	if (log >= 0)
		close(log);
	xfree(key_path);
	return good;
}

char *kernel_build(const struct kernel_options *o)
{
	struct strbuf key = { 0 };
	struct cache_entry e;
	char *path = NULL;

	if (kernel_key(o, &key)) {
		char *version = kernel_version(o->source);
		char *name = xasprintf("%s-%016" PRIx64, version, hash_bytes64(key.s, key.len, 0));

		if (cache_open(&e, "kernels", name)) {
			if (!cache_is_whole(&e))
				diag("building Linux %s, which takes minutes; log in %s", version,
				     e.log);
			if (cache_is_whole(&e) || build(o, &e, strbuf_str(&key)))
				path = xstrdup(e.path);
			cache_close(&e);
		}
		xfree(name);
		xfree(version);
	}
	strbuf_free(&key);
	return path;
}

char *kernel_image(const char *kernel)
{
	struct stat st;

	if (!stat(kernel, &st) && S_ISDIR(st.st_mode))
		return xasprintf("%s/" IMAGE, kernel);
	return xstrdup(kernel);
}
