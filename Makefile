# SPDX-License-Identifier: GPL-2.0-only
#
# The front door; the build itself is Meson's (meson.build).
#
#   make                build build/unspin
#   make run [SRC=dir]  install what is missing, build, check the example drivers (or SRC)
#   make test           install what is missing, run all tests but the ones that boot a kernel
#   make test-boot      build the example drivers for real kernels and boot them in QEMU
#   make fuzz           fuzz the readers of untrusted input for FUZZ_SECONDS
#   make format         clang-format all C files
#   make clean
SRC ?= examples
FUZZ_SECONDS ?= 60

# A shell that stops at the first failure of a recipe's line
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

all: build/build.ninja
	@ninja -C build --quiet

# The checked build of the tests: warnings are errors, memory errors are fatal.
asan: build-asan/build.ninja
	@ninja -C build-asan --quiet

fuzzers: build-fuzz/build.ninja
	@ninja -C build-fuzz --quiet

build/build.ninja:
	@meson setup build >build-setup.log || { cat build-setup.log; exit 1; }
	@rm -f build-setup.log

build-asan/build.ninja:
	@meson setup build-asan -Dwerror=true -Db_sanitize=address,undefined >build-setup.log || \
		{ cat build-setup.log; exit 1; }
	@rm -f build-setup.log

build-fuzz/build.ninja:
	@CC=clang meson setup build-fuzz -Dwerror=true -Dfuzzers=true -Dunit_tests=disabled \
		-Db_sanitize=address,undefined >build-setup.log || { cat build-setup.log; exit 1; }
	@rm -f build-setup.log

# Findings are the purpose of `make run`: unspin's exit status 1 is no failure of it.
run:
	@tools/install-deps build
	@$(MAKE) --no-print-directory all
	@build/unspin check $(SRC) || [ $$? -eq 1 ]

test:
	@tools/install-deps test
	@$(MAKE) --no-print-directory all asan fuzzers
	@tests/run.py --build build --build build-asan --fuzz-seconds $(FUZZ_SECONDS) all

test-boot:
	@tools/install-deps boot
	@$(MAKE) --no-print-directory all
	@tests/run.py boot

fuzz: fuzzers
	@tests/run.py --fuzz-seconds $(FUZZ_SECONDS) fuzz

format:
	@clang-format -i $$(find src tests -name '*.[ch]' -not -path 'tests/check/*' \
		-not -path 'tests/lower/cases/*' -not -path 'tests/csyntax/cases/*')

clean:
	@rm -rf build build-asan build-fuzz build-setup.log
	@find examples \( -name '*.o' -o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' -o \
		-name '.*.d' -o -name Module.symvers -o -name modules.order \) -delete

.PHONY: all asan fuzzers run test test-boot fuzz format clean
