/** T1 of cerebrospinal fluid, ms, at 1.5 to 3 T alike (Rooney 2007). */
const fluidT1Ms = 4200;

/**
 * The inversion time at which fluid has no signal when it is inverted once every repetition time: what recovers between one readout and the
 * next inversion, M = 1 − exp(−(TR − TI) / T1), is inverted and passes zero after T1 · ln(1 + M) (Bydder and Young 1985; Hajnal 1992).
 *
 * @param repetitionTimeMs from one inversion to the next
 * @param inversionTimeMs as it is written, which says how long fluid recovers before the inversion
 * @returns ms
 */
export function fluidNullMs(repetitionTimeMs: number, inversionTimeMs: number): number {
  const recovered = 1 - Math.exp(-Math.max(0, repetitionTimeMs - inversionTimeMs) / fluidT1Ms);
  return fluidT1Ms * Math.log(1 + recovered);
}

/** Whether one inversion nulls fluid after this time, as far as protocols and the writing of times go. */
export function nullsFluid(repetitionTimeMs: number | null, inversionTimeMs: number): boolean {
  if (repetitionTimeMs === null || repetitionTimeMs <= inversionTimeMs) return false;
  return Math.abs(inversionTimeMs / fluidNullMs(repetitionTimeMs, inversionTimeMs) - 1) <= 0.15;
}

/**
 * Scanners write the first of two inversion times. It is longer than fluid alone would need, since the second inversion turns what has
 * recovered over again (Redpath and Smith 1994).
 */
export function isBeyondFluid(repetitionTimeMs: number | null, inversionTimeMs: number): boolean {
  // Without the repetition time: longer than fluid needs in any volume, which repeats after some seconds.
  if (repetitionTimeMs === null) return inversionTimeMs >= 2600;
  return inversionTimeMs >= 2200 && inversionTimeMs > 1.3 * fluidNullMs(repetitionTimeMs, inversionTimeMs);
}
