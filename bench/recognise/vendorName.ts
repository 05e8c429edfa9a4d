const makers: readonly (readonly [RegExp, string])[] = [
  [/siemens/i, 'Siemens'],
  [/^ge\b|general electric/i, 'GE'],
  [/philips|marconi|picker/i, 'Philips'],
  [/toshiba|canon/i, 'Canon'],
  [/uih|united imaging/i, 'UIH'],
  [/hitachi|fuji/i, 'Fujifilm'],
  [/hyperfine/i, 'Hyperfine'],
];

/** One name for a maker however (0008,0070) writes it, and for those that bought it. */
export function vendorName(manufacturer: string | null | undefined): string {
  const written = manufacturer?.trim() ?? '';
  return makers.find(([pattern]) => pattern.test(written))?.[1] ?? 'not stated';
}
