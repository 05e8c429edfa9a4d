const blank = 0x20;
const nul = 0;
const plus = 0x2b;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;

/** Up to here a whole number and a power of ten are exact, so that one division rounds correctly (Clinger 1990). */
const mostDigits = 15;
const powersOfTen: readonly number[] = Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);

/**
 * The number that ASCII bytes `start` to `end` spell as digits with an optional sign, point and padding, and no more digits than a
 * double holds; `null` for everything else, which is then read as text. The same number that `Number(text)` gives.
 */
export function simpleDecimal(bytes: Uint8Array, start: number, end: number): number | null {
  let at = start;
  let last = end;
  while (at < last && bytes[at] === blank) at += 1;
  while (last > at && (bytes[last - 1] === blank || bytes[last - 1] === nul)) last -= 1;
  const sign = bytes[at];
  if (sign === minus || sign === plus) at += 1;
  let digits = 0;
  let decimals = 0;
  let seenPoint = false;
  let mantissa = 0;
  for (; at < last; at += 1) {
    const code = bytes[at] ?? nul;
    if (code === point && !seenPoint) {
      seenPoint = true;
      continue;
    }
    const digit = code - zero;
    if (digit < 0 || digit > 9) return null;
    mantissa = mantissa * 10 + digit;
    digits += 1;
    if (seenPoint) decimals += 1;
  }
  if (digits === 0 || digits > mostDigits) return null;
  const magnitude = mantissa / (powersOfTen[decimals] ?? 1);
  return sign === minus ? 0 - magnitude : magnitude;
}
