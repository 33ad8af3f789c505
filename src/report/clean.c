// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text from strangers: see clean.h. File names and log lines may hold any
 * bytes; a checker that is run on a stranger's tree must not let them draw on
 * the terminal (CWE-150) or turn the line round (CVE-2021-42574).
 */
#include "report/clean.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The character at @s and its length; length 0 if it is not UTF-8 in its
 * shortest form (RFC 3629: no surrogates, nothing above U+10FFFF).
 */
static unsigned decode(const unsigned char *s, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned n = *s < 0x80	 ? 1
		     : *s < 0xc0 ? 0
		     : *s < 0xe0 ? 2
		     : *s < 0xf0 ? 3
		     : *s < 0xf8 ? 4
				 : 0;

	if (n <= 1) {
		*c = *s;
		return n;
	}
	*c = *s & (0x7fu >> n);
	for (unsigned i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	if (*c < least[n] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000))
		return 0;
	return n;
}

static bool is_harmless(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return false;
	/* directional marks, embeddings, overrides and isolates; zero width; line separators */
	if ((c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0x061c || c == 0xfeff)
		return false;
	/* tags: invisible ASCII */
	return c < 0xe0000 || c > 0xe007f;
}

void clean_puts(struct strbuf *b, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	while (*s) {
		uint32_t c;
		unsigned n = decode(s, &c);

		if (n && is_harmless(c)) {
			strbuf_add(b, (const char *)s, n);
			s += n;
			continue;
		}
		for (n = n ? n : 1; n; n--)
			strbuf_printf(b, "\\x%02x", *s++);
	}
}

void clean_utf8(struct strbuf *b, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	while (*s) {
		uint32_t c;
		unsigned n = decode(s, &c);

		if (n)
			strbuf_add(b, (const char *)s, n);
		else
			strbuf_puts(b, "\xef\xbf\xbd");
		s += n ? n : 1;
	}
}
