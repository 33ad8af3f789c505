/* SPDX-License-Identifier: GPL-2.0-only */
/* The verbs. Each takes its own name as argv[0] and returns the program's exit status. */
#ifndef UNSPIN_CMD_CMD_H
#define UNSPIN_CMD_CMD_H

int cmd_check(int argc, char **argv);
int cmd_trace(int argc, char **argv);
int cmd_graph(int argc, char **argv);
int cmd_boot(int argc, char **argv);

#endif
