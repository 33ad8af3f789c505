/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Debug info as of a function that gcc split in two and put together again
 * (-fpartial-inlining): it looks inlined into itself.
 */
	.text
	.globl toy_outer
	.type toy_outer, @function
toy_outer:
	nop
.Lpart:
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
	.uleb128 2, 0x2e		/* DW_TAG_subprogram without */
	.byte 0
	.uleb128 0x03, 0x08		/* DW_AT_name, DW_FORM_string */
	.uleb128 0, 0
	.uleb128 3, 0x2e		/* DW_TAG_subprogram with */
	.byte 1
	.uleb128 0x31, 0x13		/* DW_AT_abstract_origin, DW_FORM_ref4 */
	.uleb128 0x11, 0x01
	.uleb128 0x12, 0x06
	.uleb128 0, 0
	.uleb128 4, 0x1d		/* DW_TAG_inlined_subroutine without */
	.byte 0
	.uleb128 0x31, 0x13
	.uleb128 0x11, 0x01
	.uleb128 0x12, 0x06
	.uleb128 0, 0
	.uleb128 0

	.section .debug_info, "", @progbits
.Lunit:
	.long .Lunit_end - .Lversion
.Lversion:
	.short 4
	.long .debug_abbrev
	.byte 8
	.uleb128 1
	.quad toy_outer
	.long .Lend - toy_outer
.Lorigin:
	.uleb128 2
	.asciz "toy_outer"
	.uleb128 3
	.long .Lorigin - .Lunit
	.quad toy_outer
	.long .Lend - toy_outer
	.uleb128 4
	.long .Lorigin - .Lunit
	.quad .Lpart
	.long .Lend - .Lpart
	.uleb128 0
	.uleb128 0
.Lunit_end:
