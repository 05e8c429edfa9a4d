import names from './data/sequenceNames.json' with { type: 'json' };

/** How the signal is read. */
export type Readout =
  | 'spin echo'
  | 'gradient echo'
  | 'EPI'
  | 'spin-echo EPI'
  | 'gradient-echo EPI'
  | 'gradient and spin echo';

/** What a vendor's own name of a sequence tells, of `data/sequenceNames.json`. */
export type ScannersName = {
  /** As the header has it, without leading `*` and `_`. */
  readonly name: string;
  readonly readout: Readout | null;
  /** `null`: the name does not say. */
  readonly inverted: boolean | null;
  readonly sequence: string | null;
  readonly weight: number;
  readonly says: string;
};

type Entry = {
  readonly starts?: readonly string[];
  readonly is?: readonly string[];
  readonly followedByDigit?: boolean;
  readonly readout?: string;
  readonly inverted?: boolean;
  readonly sequence?: string;
  readonly weight?: number;
  readonly says?: string;
};
const table: readonly Entry[] = names;

const readouts: readonly Readout[] = [
  'spin echo',
  'gradient echo',
  'EPI',
  'spin-echo EPI',
  'gradient-echo EPI',
  'gradient and spin echo',
];

/**
 * The first of the names that the table has: SequenceName (0018,0024) as Siemens and UIH write it, PulseSequenceName (0018,9005) or
 * its private stand-ins of GE and Philips. Among beginnings of a name the longest decides. `null`: no name says anything.
 */
export function scannersName(candidates: readonly (string | null)[]): ScannersName | null {
  for (const candidate of candidates) {
    const name = (candidate ?? '')
      .trim()
      .toLowerCase()
      .replace(/^[*_]+/, '');
    const entry = name === '' ? undefined : entryOf(name);
    if (entry === undefined) continue;
    return {
      name: name.slice(0, 24),
      readout: readouts.find((readout) => readout === entry.readout) ?? null,
      inverted: entry.inverted ?? null,
      sequence: entry.sequence ?? null,
      weight: entry.weight ?? 0,
      says: entry.says ?? '',
    };
  }
  return null;
}

function entryOf(name: string): Entry | undefined {
  const whole = table.find(({ is }) => is?.includes(name));
  if (whole !== undefined) return whole;
  let best: Entry | undefined;
  let longest = 0;
  for (const entry of table) {
    for (const start of entry.starts ?? []) {
      if (start.length <= longest || !name.startsWith(start)) continue;
      if (entry.followedByDigit === true && !/^\d/.test(name.slice(start.length))) continue;
      best = entry;
      longest = start.length;
    }
  }
  return best;
}
