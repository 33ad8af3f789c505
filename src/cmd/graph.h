/* SPDX-License-Identifier: GPL-2.0-only */
/* The verb of `unspin graph` that has a file of its own. */
#ifndef UNSPIN_CMD_GRAPH_H
#define UNSPIN_CMD_GRAPH_H

int graph_diff(int argc, char **argv);

#endif
