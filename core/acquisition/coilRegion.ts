import { foldText } from './phrases.ts';
import type { NamedRegion } from './regionWords.ts';

/** What a coil can see, by its name or its elements (0018,1250). */
export type CoilSight = {
  /** `null` where it reaches over several regions, or its name says nothing. */
  readonly region: NamedRegion | null;
  /** Whether elements over the neck received: then what is seen of the spine is its cervical part. */
  readonly overNeck: boolean;
  /** Whether only elements in the table under the back received: there is no neck in the image. */
  readonly underBackOnly: boolean;
};

const nothing: CoilSight = { region: null, overNeck: false, underBackOnly: false };

/**
 * Siemens lists elements, `HE1-4;NE1,2;SP1`: H of the head, N of the neck, SP of the spine coil in the table, counted from head to
 * feet. Other names are products: Philips NV and Neuro-Vascular, GE HNS, NV and 21HN (head, neck), CTL (cervical to lumbar).
 */
export function coilSight(name: string | null): CoilSight {
  if (name === null) return nothing;
  const elements = elementsOf(name);
  if (elements !== null) return elements;
  const folded = foldText(name);
  if (/\b(?:knee|shoulder|breast|wrist|hand|ankle|foot|cardiac|torso|body ?[0-9]+|prostate|endorectal)/.test(folded))
    return { ...nothing, region: 'other' };
  const overHead = /head|brain|\bhea?[0-9]|\bhe\b/.test(folded);
  const overNeck = /neck|\bnv|\bhn|[0-9]hn\b|neuro ?vasc/.test(folded);
  if (overNeck) return { ...nothing, region: overHead || /\bnv|hn|vasc/.test(folded) ? null : 'neck', overNeck };
  if (/spine|\bctl|[a-z]ctl|\bsp[0-9]/.test(folded)) return { ...nothing, region: overHead ? null : 'spine' };
  return overHead ? { ...nothing, region: 'brain' } : nothing;
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
  if (overNeck) return { region: overHead ? null : 'neck', overNeck, underBackOnly: false };
  if (overHead) return { ...nothing, region: underBack ? null : 'brain' };
  return underBack ? { region: 'spine', overNeck: false, underBackOnly: true } : { ...nothing, region: 'other' };
}
