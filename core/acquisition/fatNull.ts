/** Where fat was nulled in practice: field strength in T, inversion time in ms. T1 of fat grows with the field, but slowly. */
const measured: readonly (readonly [fieldStrengthT: number, inversionTimeMs: number])[] = [
  [0.064, 90],
  [0.3, 110],
  [1.5, 160],
  [3, 220],
  [7, 300],
];

/** Protocols leave the null by so much: fat of the body and of the marrow differ, and radiologists like some of it left. */
const spread = { least: 0.65, most: 1.4 };

/**
 * The inversion times at which fat has little signal, T1 · ln 2 with what protocols leave around it; at all fields together where the
 * field is not known.
 *
 * @returns ms
 */
export function fatNullRangeMs(fieldStrengthT: number | null): { readonly least: number; readonly most: number } {
  if (fieldStrengthT === null) return { least: 80, most: 300 };
  const nullMs = interpolated(Math.log(fieldStrengthT));
  return { least: spread.least * nullMs, most: spread.most * nullMs };
}

function interpolated(logField: number): number {
  const points = measured.map(([field, time]) => ({ at: Math.log(field), time }));
  const after = points.findIndex(({ at }) => at >= logField);
  const [below, above] = [points.at(after - 1), points.at(after)];
  if (after === 0 || below === undefined || above === undefined) return points[0]?.time ?? 0;
  if (after < 0) return points.at(-1)?.time ?? 0;
  return below.time + ((above.time - below.time) * (logField - below.at)) / (above.at - below.at);
}
