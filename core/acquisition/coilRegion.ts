import { foldText } from './phrases.ts';
import type { NamedRegion } from './regionWords.ts';

/** What a coil can see, by its name or its elements (0018,1250). */
export type CoilSight = {
  /** `null` where it reaches over several regions, or its name says nothing. */
  readonly region: NamedRegion | null;
  /** Whether elements over the neck received: then what is seen of the spine is its cervical part. */
  readonly overNeck: boolean;
  /** From which part of the back on the elements lie that received, where they are numbered: below the neck, or below the chest. */
  readonly back: 'from the chest' | 'from the loins' | null;
};

const nothing: CoilSight = { region: null, overNeck: false, back: null };

/** The elements of a spine coil in the table are numbered from the neck down; from the fourth on they lie under the loins. */
const firstLumbarElement = 4;

/**
 * Siemens lists elements, `HE1-4;NE1,2;SP1`: H of the head, N of the neck, SP of the spine coil in the table, counted from head to
 * feet. Other names are products: Philips NV and Neuro-Vascular, GE NV, 21HN (head, neck) and HNS (head, neck, spine), and CTL
 * (cervical to lumbar), whose sections are numbered from 1 to 6 or called top, mid and bottom.
 */
export function coilSight(name: string | null): CoilSight {
  if (name === null) return nothing;
  const elements = elementsOf(name);
  if (elements !== null) return elements;
  const folded = foldText(name);
  if (/\b(?:knee|shoulder|breast|wrist|hand|ankle|foot|cardiac|torso|body ?[0-9]+|prostate|endorectal)/.test(folded))
    return { ...nothing, region: 'other' };
  const sections = /ctl ?([1-6]{2,}|top|bot)/.exec(folded)?.[1];
  if (sections !== undefined) return cervicalToLumbar(sections);
  const overHead = /head|brain|\bhea?[0-9]|\bhe\b/.test(folded);
  if (/neck ?spine/.test(folded)) return nothing;
  const overNeck = /neck|\bnv|\bhn|[0-9]hn\b|neuro ?vasc/.test(folded);
  if (overNeck) return { ...nothing, region: overHead || /\bnv|hn|vasc/.test(folded) ? null : 'neck', overNeck };
  if (/spine|\bctl|[a-z]ctl|\bsp[0-9]/.test(folded)) return { ...nothing, region: overHead ? null : 'spine' };
  return overHead ? { ...nothing, region: 'brain' } : nothing;
}

function cervicalToLumbar(sections: string): CoilSight {
  const first = sections === 'top' ? 1 : sections === 'bot' ? firstLumbarElement : Number(sections[0]);
  return { region: 'spine', overNeck: first === 1, back: first >= firstLumbarElement ? 'from the loins' : null };
}

function elementsOf(name: string): CoilSight | null {
  const elements = name
    .toUpperCase()
    .replace(/^[A-Z]:/, '')
    .split(';')
    .map((element) => element.trim());
  if (!elements.every((element) => /^(?:HE|HC|HEA|HEP|NE|NC|SP|BO|B|PA)[\d,_\- ]*$/.test(element))) return null;
  const overHead = elements.some((element) => element.startsWith('H'));
  const overNeck = elements.some((element) => element.startsWith('N'));
  const underBack = elements.some((element) => element.startsWith('SP'));
  if (overNeck) return { ...nothing, region: overHead ? null : 'neck', overNeck };
  if (overHead) return { ...nothing, region: underBack ? null : 'brain' };
  return underBack ? { ...nothing, region: 'spine', back: backOf(elements) } : { ...nothing, region: 'other' };
}

function backOf(elements: readonly string[]): CoilSight['back'] {
  const numbers = elements
    .filter((element) => element.startsWith('SP'))
    .flatMap((element) => element.match(/\d+/g) ?? []);
  const first = Math.min(...numbers.map(Number));
  return !Number.isFinite(first)
    ? null
    : first >= firstLumbarElement
      ? 'from the loins'
      : first <= 2
        ? 'from the chest'
        : null;
}
