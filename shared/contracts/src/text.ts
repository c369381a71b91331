import { z } from 'zod';

// The patterns in the API document state a part of the rules, as not every JSON Schema tool knows property escapes.

/**
 * A character that has no shape: a direction override, or a zero-width one other than those that shape or join visible
 * characters (https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point).
 */
const INVISIBLE =
  /(?!\u034f|[\u061c\u200c-\u200f]|\p{Variation_Selector}|[\u{e0020}-\u{e007f}])[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;

/** Tags spell the region of a flag after a black flag (https://www.unicode.org/reports/tr51/#flag-emoji-tag-sequences). */
const FLAG_OF_REGION = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu;
/** Elsewhere they are invisible. */
const TAG = /[\u{e0020}-\u{e007f}]/u;
const hasStrayTag = (text: string) => TAG.test(text.replace(FLAG_OF_REGION, ''));

/** U+2800 is a Braille pattern without a dot. */
const VISIBLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** One trimmed line of text, which may contain characters that nobody sees. @param max length in characters */
export const inputLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    // So that no rule below reads a text of any length.
    .max(max, { abort: true })
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, {
      error: 'Must be one line, without control characters or lone surrogates.',
      abort: true,
    })
    .meta({ pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$' });

/** One trimmed line of text that people can see and read. @param max length in characters */
export const singleLineText = (max: number) =>
  inputLine(max)
    .refine((text) => !INVISIBLE.test(text) && !hasStrayTag(text), {
      error: 'Must not contain invisible characters.',
      abort: true,
    })
    .refine((text) => VISIBLE.test(text), 'Must contain a visible character.')
    .meta({ pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$' });
