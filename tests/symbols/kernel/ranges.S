/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hostile debug info in little room: 30,000 functions share one list of 30,000 ranges,
 * none of which holds an instruction. A reader that goes through all of them for each
 * question takes minutes.
 */
	.text
	.globl toy_outer
	.type toy_outer, @function
toy_outer:
	nop
	ret
.Lend:
	.size toy_outer, . - toy_outer

	.section .debug_abbrev, "", @progbits
	.uleb128 1, 0x11		/* DW_TAG_compile_unit with children */
	.byte 1
	.uleb128 0x11, 0x01		/* DW_AT_low_pc, DW_FORM_addr */
	.uleb128 0x12, 0x06		/* DW_AT_high_pc, DW_FORM_data4 */
	.uleb128 0, 0
	.uleb128 2, 0x2e		/* DW_TAG_subprogram with children */
	.byte 1
	.uleb128 0x11, 0x01
	.uleb128 0x12, 0x06
	.uleb128 0, 0
	.uleb128 3, 0x2e		/* DW_TAG_subprogram without */
	.byte 0
	.uleb128 0x55, 0x17		/* DW_AT_ranges, DW_FORM_sec_offset */
	.uleb128 0, 0
	.uleb128 4, 0x0b		/* DW_TAG_lexical_block without */
	.byte 0
	.uleb128 0x55, 0x17
	.uleb128 0, 0
	.uleb128 0

	.section .debug_ranges, "", @progbits
	.rept 30000
	.quad 0x1000, 0x1000
	.endr
	.quad 0, 0

	.section .debug_info, "", @progbits
	.long .Lunit_end - .Lversion
.Lversion:
	.short 4
	.long .debug_abbrev
	.byte 8
	.uleb128 1
	.quad toy_outer
	.long .Lend - toy_outer
	.uleb128 2
	.quad toy_outer
	.long .Lend - toy_outer
	.rept 30000
	.uleb128 4
	.long .debug_ranges
	.endr
	.uleb128 0
	.rept 30000
	.uleb128 3
	.long .debug_ranges
	.endr
	.uleb128 0
.Lunit_end:
