// SPDX-License-Identifier: GPL-2.0-only
/*
 * unspin boot: a kernel is built, modules are, or a script runs in a guest. Options are
 * read here; the work is a call to boot/ for each.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "boot/initramfs.h"
#include "boot/kernel.h"
#include "boot/machine.h"
#include "boot/module.h"
#include "cmd/cmd.h"

static void help(void)
{
	fputs("usage: unspin boot kernel --source=DIR [--config=FILE]…\n"
	      "       unspin boot modules --kernel=DIR --out=DIR SOURCE\n"
	      "       unspin boot run --kernel=DIR|IMAGE [OPTION]… SCRIPT\n"
	      "\n"
	      "What recordings and proofs need of QEMU (docs/boot.md). Emulated in software: no KVM.\n"
	      "\n"
	      "kernel: build the x86_64 kernel of a source tree, or find it in the cache, and print its\n"
	      "directory.\n"
	      "  --config=FILE     options on top of tinyconfig\n"
	      "\n"
	      "modules: build the modules of SOURCE, which is left clean, in a copy, and print their paths.\n"
	      "  --kernel=DIR      a kernel's directory, as 'boot kernel' prints it, or its headers\n"
	      "  --out=DIR         the copy; must not be there yet\n"
	      "\n"
	      "run: boot, run SCRIPT with busybox's sh, print the serial console.\n"
	      "  --add=FILE[:PATH] a file for the guest, at its own path or PATH; a program's libraries\n"
	      "                    come along\n"
	      "  --out=DIR         unpack there what the script left in the guest's /out\n"
	      "  --smp=N           CPUs (1)\n"
	      "  --memory=MB       (512)\n"
	      "  --device=NAME     one more of QEMU's devices\n"
	      "  --append=TEXT     for the kernel's command line\n"
	      "  --silence=SECONDS give up after so much CPU time of each CPU without a word (60)\n"
	      "  --limit=SECONDS   give up after so much CPU time of each CPU in all (3600)\n"
	      "  --qemu=PROGRAM    (" QEMU ")\n"
	      "\n"
	      "Exit status of 'run': 0 the script succeeded and the kernel did not complain, 1 it\n"
	      "did or the script failed, 2 no end was reached; else 0 done, 2 could not.\n",
	      stdout);
}

struct boot_options {
	struct kernel_options build;
	struct machine_options machine;
	VEC(struct guest_file) files;
	const char *kernel, *out;
};

enum {
	OPT_SOURCE = 256,
	OPT_CONFIG,
	OPT_KERNEL,
	OPT_OUT,
	OPT_ADD,
	OPT_SMP,
	OPT_MEMORY,
	OPT_DEVICE,
	OPT_APPEND,
	OPT_SILENCE,
	OPT_LIMIT,
	OPT_QEMU,
	OPT_HELP,
};

static const struct option long_options[] = {
	{ "source", required_argument, NULL, OPT_SOURCE },
	{ "config", required_argument, NULL, OPT_CONFIG },
	{ "kernel", required_argument, NULL, OPT_KERNEL },
	{ "out", required_argument, NULL, OPT_OUT },
	{ "add", required_argument, NULL, OPT_ADD },
	{ "smp", required_argument, NULL, OPT_SMP },
	{ "memory", required_argument, NULL, OPT_MEMORY },
	{ "device", required_argument, NULL, OPT_DEVICE },
	{ "append", required_argument, NULL, OPT_APPEND },
	{ "silence", required_argument, NULL, OPT_SILENCE },
	{ "limit", required_argument, NULL, OPT_LIMIT },
	{ "qemu", required_argument, NULL, OPT_QEMU },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static unsigned number(const char *s, unsigned most)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (end == s || *end || n < 1 || n > most)
		die("boot: no number from 1 to %u: '%s'", most, s);
	return (unsigned)n;
}

/* "FILE" or "FILE:PATH" */
static void add_file(struct boot_options *o, char *what)
{
	char *colon = strchr(what, ':');

	if (colon)
		*colon++ = '\0';
	*vec_push(&o->files) = (struct guest_file){ what, colon ? colon : what };
}

/* Returns an exit status if the job ends here, else -1. */
static int read_options(struct boot_options *o, int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, "h", long_options, NULL)) != -1) {
		switch (c) {
		case OPT_SOURCE:
			o->build.source = optarg;
			break;
		case OPT_CONFIG:
			*vec_push(&o->build.fragments) = optarg;
			break;
		case OPT_KERNEL:
			o->kernel = optarg;
			break;
		case OPT_OUT:
			o->out = optarg;
			break;
		case OPT_ADD:
			add_file(o, optarg);
			break;
		case OPT_SMP:
			o->machine.cpus = number(optarg, 64);
			break;
		case OPT_MEMORY:
			o->machine.memory_mb = number(optarg, 1 << 20);
			break;
		case OPT_DEVICE:
			*vec_push(&o->machine.devices) = optarg;
			break;
		case OPT_APPEND:
			o->machine.append = optarg;
			break;
		case OPT_SILENCE:
			o->machine.patience.silence = number(optarg, 1 << 20);
			break;
		case OPT_LIMIT:
			o->machine.patience.whole = number(optarg, 1 << 20);
			break;
		case OPT_QEMU:
			o->machine.qemu = optarg;
			break;
		case 'h':
		case OPT_HELP:
			help();
			return 0;
		default:
			return 2;
		}
	}
	return -1;
}

static int build_kernel(struct boot_options *o)
{
	char *path;

	if (!o->build.source)
		die("boot kernel: --source=DIR names the kernel's tree");
	path = kernel_build(&o->build);
	if (!path)
		return 2;
	puts(path);
	xfree(path);
	return 0;
}

static int build_modules(struct boot_options *o, const char *source)
{
	argv_t find = { 0 };
	char *paths;

	if (!o->kernel || !o->out || !source)
		die("boot modules: needs --kernel=DIR, --out=DIR and the modules' source");
	if (!module_build(o->kernel, source, o->out))
		return 2;
	argv_add(&find, "find", o->out, "-name", "*.ko", NULL);
	paths = child_output(&find);
	fputs(paths ? paths : "", stdout);
	xfree(paths);
	vec_free(&find);
	return 0;
}

/* Unpack what the guest sent; one that was cut off has sent a part of it. */
static bool unpack(int fd, const char *out)
{
	argv_t tar = { 0 };
	int status;

	if (lseek(fd, 0, SEEK_END) == 0)
		return true; /* the script left nothing behind */
	lseek(fd, 0, SEEK_SET);
	if (mkdir(out, 0777) && errno != EEXIST) {
		diag("%s: %s", out, strerror(errno));
		return false;
	}
	argv_add(&tar, "tar", "-xz", "--no-same-owner", "-C", out, NULL);
	status = child_run(&tar, fd, STDERR_FILENO, -1);
	vec_free(&tar);
	if (status > 0)
		diag("what the guest sent is not whole");
	return status == 0;
}

/* What is left to say of a run behind its serial log. */
static int conclude(enum machine_end end, const struct verdict *v)
{
	if (end == MACHINE_FAILED)
		return 2;
	if (v->complaints)
		diag("the guest's kernel complained (%u): %s", v->complaints, v->first);
	if (end == MACHINE_SILENT)
		diag("the guest was given up: no sign of progress%s",
		     v->up ? "" : ", no userspace");
	else if (end == MACHINE_STOPPED)
		diag("the guest stopped before its end%s", v->up ? "" : ", without userspace");
	else if (v->status)
		diag("the guest's script failed with status %d", v->status);
	return verdict_exit_status(v);
}

static int run(struct boot_options *o, const char *script)
{
	struct initramfs_options root = { script, o->files.at, o->files.n };
	FILE *out = tmpfile();
	struct verdict v = { 0 };
	int status = 2;
	char *image;

	if (!o->kernel || !script)
		die("boot run: needs --kernel=DIR|IMAGE and a script");
	if (!out)
		die("no temporary file: %s", strerror(errno));
	image = kernel_image(o->kernel);
	if (access(image, R_OK))
		die("%s: %s", image, strerror(errno));
	o->machine.image = image;
	o->machine.console = stdout;
	o->machine.out = fileno(out);
	o->machine.initrd = initramfs_make(&root);
	if (o->machine.initrd >= 0) {
		status = conclude(machine_run(&o->machine, &v), &v);
		close(o->machine.initrd);
		if (o->out && !unpack(fileno(out), o->out))
			status = 2;
	}
	fclose(out);
	xfree(image);
	return status;
}

int cmd_boot(int argc, char **argv)
{
	struct boot_options o = {
		.machine = {
			.qemu = QEMU,
			.cpus = 1,
			.memory_mb = 512,
			.append = "",
			.patience = { .silence = 60, .whole = 3600 },
		},
	};
	int status = read_options(&o, argc, argv);
	const char *what = optind < argc ? argv[optind] : "";
	const char *argument = optind + 1 < argc ? argv[optind + 1] : NULL;

	if (status >= 0)
		return status;
	if (argc - optind > 2)
		die("boot: too many arguments: '%s'", argv[optind + 2]);
	if (!strcmp(what, "kernel") && !argument)
		status = build_kernel(&o);
	else if (!strcmp(what, "modules"))
		status = build_modules(&o, argument);
	else if (!strcmp(what, "run"))
		status = run(&o, argument);
	else
		die("boot: kernel, modules or run; 'unspin boot --help' tells more");
	vec_free(&o.build.fragments);
	vec_free(&o.machine.devices);
	vec_free(&o.files);
	if (fflush(stdout) || ferror(stdout))
		die("can't write the result");
	return status;
}
