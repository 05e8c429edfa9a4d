import type { Random } from '../../../bench/fuzz/random.ts';
import { type Content, type Entry, imageLooks, type Looks, type Study, uidRoot } from './content.ts';
import type { Drop, RegisteredAgain, Scenario } from './scenario.ts';
import { brokenWebhook } from './webhooks.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** What one to four centres' folders might bring in an afternoon. */
export function anyScenario(random: Random): Scenario {
  const drops: Drop[] = [];
  // Images come about as fast as studies are judged, so that one look overtakes another.
  const trickles = random.oneIn(5);
  // Images come in many batches within one quiet period, or two.
  const streams = !trickles && random.oneIn(4);
  // Large archives take their time, in which looks at the rest of their studies come due.
  const slowArchives = !trickles && !streams && random.oneIn(5);
  const studies = 1 + random.below(3);
  let previous: Placed | null = null;
  for (let number = 1; number <= studies; number += 1) {
    const placed: Placed = placeOf(random, number, previous);
    if (trickles) drops.push(...trickle(random, placed));
    else if (slowArchives) drops.push(...besideAnArchive(random, placed));
    else drops.push(...(streams ? stream(random, placed) : firstDrops(random, placed)));
    previous = placed;
    for (let change = random.below(4); change > 0; change -= 1) drops.push(...anyChange(random, placed, drops));
  }
  if (random.oneIn(8)) drops.push(strayDrop(random));
  const quietSeconds = random.pick(
    trickles ? [0, 0, 2] : streams ? [30, 30, 120] : slowArchives ? [2, 30] : [2, 2, 30, 120, 300],
  );
  return {
    quietSeconds,
    slowestSetMs: slowArchives ? random.pick([3, 10]) * secondMs : 0,
    capSeconds: random.pick([600, 3600, 14_400, 14_400]),
    sites: [
      {
        site: 'alpha',
        contacts: 1 + random.below(2),
        malformedContact: random.oneIn(25),
        webhooks: random.below(3),
        hasBrokenWebhook: random.oneIn(20),
      },
      { site: 'beta', contacts: random.below(2), malformedContact: false, webhooks: 0, hasBrokenWebhook: false },
    ],
    drops: drops.sort((one, other) => one.atMs - other.atMs),
    unreadableMessages: random.oneIn(12) ? ['{"Records": [{}]}', 'Zzyzx^Zelda'].slice(random.below(2)) : [],
    replaysAtMs: anyReplays(random),
    registeredAgain: random.oneIn(4) ? anyRegistration(random) : null,
    quietReplaysAtMs: anyQuietReplays(random, drops, quietSeconds),
  };
}

/** A study and where its centre puts it. */
type Placed = {
  readonly site: string;
  readonly study: Study;
  /** Ends with a slash, unless it is the site itself. */
  readonly folder: string;
  readonly images: number;
  /** Of most of its images. */
  readonly looks: Looks;
};

function placeOf(random: Random, number: number, previous: Placed | null): Placed {
  const site = random.pick(['alpha', 'alpha', 'beta']);
  const images = random.pick([1, 1, 2, 2, 3, 5]);
  const own: Placed = {
    site,
    study: {
      uid: `${uidRoot}${number}`,
      patientId: `ZZPATIENTZZ-${random.below(2)}`,
      date: random.pick(['20250102', '20250102', '20250110']),
    },
    folder: random.pick([`Zzyzx^Zelda ${number}/`, `Zzyzx^Zelda ${number}/DICOM ä+/`, `exam-${number}/a/b/c/d/e/f/`]),
    images,
    looks: random.pick(imageLooks),
  };
  if (previous === null) return own;
  const { study } = previous;
  return random.pick([
    own,
    own,
    // Another site sends the same study.
    { ...own, site: previous.site === 'alpha' ? 'beta' : 'alpha', study },
    // One patient, two studies on one day, in folders of their own or in the same one.
    { ...own, site: previous.site, study: { ...study, uid: own.study.uid } },
    { ...own, site: previous.site, study: { ...study, uid: own.study.uid }, folder: previous.folder },
  ]);
}

function firstDrops(random: Random, placed: Placed): readonly Drop[] {
  const startMs = random.below(3) * random.below(10 * minuteMs);
  const at = () => startMs + random.below(random.pick([secondMs, 20 * secondMs, 3 * minuteMs]));
  const numbers = Array.from({ length: placed.images }, (_, index) => index + 1);
  const loose = (chosen: readonly number[]) =>
    chosen.map((number) => ({ atMs: at(), key: imageKey(placed, number), content: imageOf(placed, number) }));
  const zipped = (chosen: readonly number[]) => ({
    atMs: at(),
    key: archiveKey(random, placed),
    content: archiveOf(random, placed, chosen),
  });
  const half = Math.ceil(placed.images / 2);
  return random.pick([
    loose(numbers),
    loose(numbers),
    [zipped(numbers)],
    [...loose(numbers.slice(0, half)), zipped(numbers.slice(half - 1))],
  ]);
}

function besideAnArchive(random: Random, placed: Placed): readonly Drop[] {
  const startMs = random.below(minuteMs);
  const first = { atMs: startMs, key: imageKey(placed, 20), content: imageOf(placed, 20) };
  const numbers = Array.from({ length: 4 + random.below(12) }, (_, index) => index + 1);
  const archive = {
    atMs: startMs + random.below(minuteMs),
    key: archiveKey(random, placed),
    content: archiveOf(random, placed, numbers),
  };
  return [first, archive];
}

function trickle(random: Random, placed: Placed): readonly Drop[] {
  const gapMs = 1 + random.below(6 * secondMs);
  return Array.from({ length: 8 }, (_, index) => ({
    atMs: index * gapMs,
    key: imageKey(placed, index + 1),
    content: imageOf(placed, index + 1, random.pick(imageLooks)),
  }));
}

function stream(random: Random, placed: Placed): readonly Drop[] {
  const longestGapMs = 1 + random.below(30 * secondMs);
  let atMs = random.below(minuteMs);
  return Array.from({ length: 12 }, (_, index) => {
    atMs += random.below(longestGapMs);
    return { atMs, key: imageKey(placed, index + 1), content: imageOf(placed, index + 1, anyLooks(random, placed)) };
  });
}

function imageOf(placed: Placed, number: number, looks = placed.looks): Content {
  return { kind: 'image', study: placed.study, number, looks };
}

function anyLooks(random: Random, placed: Placed): Looks {
  return random.oneIn(4) ? random.pick(imageLooks) : placed.looks;
}

function imageKey({ site, folder, study }: Placed, number: number): string {
  return `incoming/${site}/${folder}${study.uid} IM1${number}.dcm`;
}

function archiveKey(random: Random, { site, folder, study }: Placed): string {
  return `incoming/${site}/${random.oneIn(4) ? '' : folder}${study.uid}.zip`;
}

function archiveOf(random: Random, placed: Placed, numbers: readonly number[]): Content {
  const entries: Entry[] = numbers.map((number) => ({
    path: `${number % 2 === 0 ? 'Zelda/' : ''}IM1${number}`,
    content: imageOf(placed, number, anyLooks(random, placed)),
  }));
  if (random.oneIn(5)) entries.push({ path: 'README.txt', content: { kind: 'text' } });
  if (random.oneIn(5)) entries.push({ path: 'cut', content: { kind: 'cut-image', study: placed.study, number: 90 } });
  if (random.oneIn(6)) entries.push({ path: 'study.json', content: studyJson(random, placed) });
  if (random.oneIn(6)) entries.push({ path: '_COMPLETE', content: { kind: 'complete-marker' } });
  return { kind: 'archive', entries };
}

function studyJson(random: Random, { images }: Placed): Content {
  const facts = random.pick<Readonly<Record<string, unknown>>>([
    { indication: 'monitoring' },
    { regions: ['brain'] },
    { expectedInstances: images },
    { expectedInstances: images, complete: true },
    { expectedInstances: images + 1, complete: true, indication: 'diagnosis' },
    { complete: true, symptoms: ['optic-nerve'] },
  ]);
  return { kind: 'study-json', facts };
}

/** Something that a centre does beside dropping its images: at once, or when the verdict is long out. */
function anyChange(random: Random, placed: Placed, dropped: readonly Drop[]): readonly Drop[] {
  const { site, folder, study, images } = placed;
  const atMs = random.pick([random.below(minuteMs), random.below(15 * minuteMs), random.below(180 * minuteMs)]);
  const inFolder = (name: string, content: Content): Drop => ({
    atMs,
    key: `incoming/${site}/${folder}${name}`,
    content,
  });
  const number = 1 + random.below(images);
  const isOwn = ({ key }: Drop) => key.startsWith(`incoming/${site}/`) && key.includes(`${study.uid}`);
  const again = dropped.filter(isOwn);
  const chosen = again[random.below(again.length)];
  switch (random.below(14)) {
    case 0:
      // Once more, as it is.
      return chosen === undefined ? [] : [{ ...chosen, atMs: chosen.atMs + random.below(60 * minuteMs) }];
    case 1:
      // In its place, another.
      return [{ atMs, key: imageKey(placed, number), content: imageOf(placed, number, random.pick(imageLooks)) }];
    case 2:
      return [
        { atMs, key: imageKey(placed, images + 1), content: imageOf(placed, images + 1, anyLooks(random, placed)) },
      ];
    case 3: {
      const key = imageKey(placed, 80);
      const cut: Drop = { atMs, key, content: { kind: 'cut-image', study, number: 80 } };
      const whole: Drop = { atMs: atMs + random.below(20 * minuteMs), key, content: imageOf(placed, 80) };
      return random.oneIn(2) ? [cut] : [cut, whole];
    }
    case 4:
      return [inFolder(`${study.uid} copy IM1${number}`, imageOf(placed, number, anyLooks(random, placed)))];
    case 5:
      return [inFolder(`${study.uid} ct`, { kind: 'ct', study, number: 70 })];
    case 6:
      return [inFolder('notes.txt', random.pick<Content>([{ kind: 'text' }, { kind: 'empty' }]))];
    case 7:
      return [inFolder('_COMPLETE', { kind: 'complete-marker' })];
    case 8:
      return [inFolder('study.json', studyJson(random, placed))];
    case 9: {
      const invalid = inFolder('study.json', { kind: 'invalid-study-json' });
      const corrected = { ...invalid, atMs: atMs + random.below(20 * minuteMs), content: studyJson(random, placed) };
      return random.oneIn(3) ? [invalid] : [invalid, corrected];
    }
    case 10:
      return [inFolder('rest.zip', { kind: 'broken-archive' })];
    case 11: {
      // A part of the study in a folder of its own, with a note of its own.
      const apart = (name: string, content: Content): Drop => ({
        atMs,
        key: `incoming/${site}/${folder}more/${name}`,
        content,
      });
      const image = apart(`${study.uid} IM1${images + 2}`, imageOf(placed, images + 2));
      const note = { expectedInstances: 1 + random.below(images + 1), complete: true, indication: 'monitoring' };
      return [image, apart('study.json', { kind: 'study-json', facts: note })];
    }
    case 12: {
      // In its place, another, and then the first again: the event of the first comes true once more.
      if (chosen === undefined) return [];
      const { kind } = chosen.content;
      const other = kind === 'archive' ? archiveOf(random, placed, [number]) : imageOf(placed, number);
      const otherMs = chosen.atMs + random.below(random.pick([secondMs, minuteMs, 20 * minuteMs]));
      const againMs = otherMs + random.below(random.pick([secondMs, minuteMs]));
      return [
        { ...chosen, atMs: otherMs, content: other },
        { ...chosen, atMs: againMs },
      ];
    }
    default: {
      // The whole archive once more, with one image more, or fewer.
      const archive = again.find(({ content }) => content.kind === 'archive');
      if (archive === undefined) return [];
      const numbers = Array.from({ length: Math.max(1, images + random.below(3) - 1) }, (_, index) => index + 1);
      const laterMs = archive.atMs + random.below(60 * minuteMs);
      return [{ atMs: laterMs, key: archive.key, content: archiveOf(random, placed, numbers) }];
    }
  }
}

/** While studies arrive, while they are judged, or long after. */
function anyReplays(random: Random): readonly number[] {
  return Array.from({ length: random.pick([0, 0, 1, 3]) }, () =>
    random.below(random.pick([minuteMs, 15 * minuteMs, 300 * minuteMs])),
  );
}

/** Their looks come when something was just dropped: before it is counted, or before the patient's other studies are looked at. */
function anyQuietReplays(random: Random, drops: readonly Drop[], quietSeconds: number): readonly number[] {
  return Array.from({ length: random.pick([0, 0, 2, 6]) }, () => {
    const { atMs = 0 } = drops[random.below(drops.length)] ?? {};
    const lookMs = atMs + random.below(random.pick([secondMs, minuteMs]));
    return Math.max(0, lookMs - quietSeconds * secondMs);
  });
}

/** While studies arrive, while their verdicts are told, or long after: some go, some come, and some stay, in whatever order. */
function anyRegistration(random: Random): RegisteredAgain {
  const some = (numbers: readonly number[]) => {
    const chosen = numbers.filter(() => random.oneIn(2));
    return random.oneIn(2) ? chosen : chosen.toReversed();
  };
  const contacts = some([1, 2, 3]);
  return {
    atMs: random.below(random.pick([minuteMs, 15 * minuteMs, 180 * minuteMs])),
    site: 'alpha',
    contacts: contacts.length === 0 ? [2] : contacts,
    webhooks: some([1, 2, 3, brokenWebhook]),
  };
}

/** At a site that nobody registered, or at none. */
function strayDrop(random: Random): Drop {
  const key = random.pick(['incoming/gamma/Zelda.dcm', 'incoming/Not A Site/Zelda.dcm', 'incoming/alpha/Zelda/']);
  return { atMs: random.below(minuteMs), key, content: { kind: 'text' } };
}
