import { isDeepStrictEqual } from 'node:util';
import { type Acquisition, recogniseAcquisitions } from '../../core/acquisition/index.ts';
import { readHeader } from '../../core/dicom/index.ts';
import {
  anyInstancePrefix,
  archiveReadingPrefix,
  instancesIn,
  objectKeyDigest,
  readIncomingKey,
  rejectPrefix,
  storedReport,
  studyPk,
  type VerdictItem,
  verdictEventSchema,
  verdictPrefix,
  webhookMessageSchema,
} from '../../core/records/index.ts';
import { type Judged, judgedStudies } from './judgedStudies.ts';
import type { Cloud } from './model/cloud.ts';
import { deployed } from './model/deployed.ts';
import type { Item } from './model/expressions.ts';
import type { DeadLetter, Run } from './runScenario.ts';
import { bytesOf, type Content, personalFacts, sopOf } from './scenario/content.ts';
import { type ExpectedStudy, expectedStudies, rejectCodeOf } from './scenario/expectation.ts';
import type { Scenario } from './scenario/scenario.ts';
import { brokenWebhook, isBroken } from './scenario/webhooks.ts';
import { everyoneIsTold, everyWebhookIsTold, namesLast } from './whoIsTold.ts';

/** What must hold of every run, in fair weather and in foul; each violation in a sentence. */
export function violations(scenario: Scenario, run: Run): readonly string[] {
  if (!run.cameToRest) return ['the system does not come to rest'];
  const judged = judgedStudies(run.cloud);
  return [
    ...[...run.cloud.notModelled],
    ...everyObjectIsRecorded(scenario, run.cloud),
    ...expectedStudies(scenario).flatMap((expected) => lastVerdictSaysAll(expected, judged)),
    ...judged.flatMap(revisionsAreInOrder),
    ...nothingIsSaidAgain(scenario, judged),
    ...nothingIsOverwritten(run.cloud),
    ...everyRevisionIsPublished(judged, run.cloud),
    ...everyoneIsTold(scenario, judged, run.cloud),
    ...everyWebhookIsTold(scenario, judged, run.cloud),
    ...namesLast(run.cloud),
    ...noMessageIsLost(scenario, run),
    ...personalFacts.filter((fact) => run.log.includes(fact)).map((fact) => `the log holds "${fact}"`),
  ];
}

/** Handling takes no time in fair weather, and messages are held back by whole seconds. */
const longestLateMs = 3_000;

/** Studies that were not judged when they had been quiet for long enough, though nothing went wrong and nothing was announced. */
export function lateLooks({ drops }: Scenario, { cloud: { writes } }: Run): readonly string[] {
  const contents = drops.flatMap(({ content }) =>
    content.kind === 'archive' ? content.entries.map((entry) => entry.content) : [content],
  );
  if (contents.some(({ kind }) => kind === 'study-json')) return [];
  return writes.flatMap(({ before, after, atMs }) => {
    if (before?.waitingSinceMs === undefined || after.waitingSinceMs !== undefined) return [];
    const lateMs = atMs - Number(after.quietAtMs);
    return lateMs > longestLateMs ? [`${String(after.pk)} was judged ${lateMs / 1000} s after it was quiet`] : [];
  });
}

/**
 * Verdicts of a part of an archive: written while its images were, at once or in several tries. Where two tries in a row came to grief before
 * they came to it, nobody waits for the third: what failed is hidden for half an hour, and by then the next one should have begun it.
 *
 * @param longestLookMs from when a look reads the images to when it writes its verdict
 */
export function partsOfArchives({ cloud: { writes } }: Run, longestLookMs: number): readonly string[] {
  const written = new Map<string, { readonly pk: string; readonly fromMs: number; untilMs: number }>();
  const begun = new Map<string, number[]>();
  const hiddenMs = deployed.visibilityPerTimeout * deployed.ingest.timeoutSeconds * 1000;
  for (const { after, atMs } of writes) {
    const { pk, sk, archiveDigest, sequencer } = after;
    if (String(sk).startsWith(archiveReadingPrefix)) {
      const name = `${String(pk)} ${String(sk).slice(archiveReadingPrefix.length)}`;
      begun.set(name, [...(begun.get(name) ?? []), atMs]);
    }
    if (typeof archiveDigest !== 'string' || !String(sk).startsWith(anyInstancePrefix)) continue;
    const name = `${String(pk)} ${archiveDigest}#${String(sequencer)}`;
    const known = written.get(name);
    if (known === undefined) written.set(name, { pk: String(pk), fromMs: atMs, untilMs: atMs });
    else known.untilMs = atMs;
  }
  const verdicts = writes.filter(({ after }) => String(after.sk).startsWith(verdictPrefix));
  return [...written].flatMap(([name, { pk, fromMs, untilMs }]) =>
    verdicts
      .filter(({ after, atMs }) => after.pk === pk && atMs > fromMs + longestLookMs && atMs < untilMs)
      .filter(({ atMs }) => {
        const lastMs = begun.get(name)?.findLast((beginMs) => beginMs <= atMs);
        return lastMs === undefined || atMs < lastMs + hiddenMs;
      })
      .map(({ after }) => `${pk} ${String(after.sk)} was judged when an archive of it was half read`),
  );
}

/** How the last revisions of a run differ from those of another run of the same objects. */
export function differences(run: Run, clean: Run): readonly string[] {
  const wanted = new Map(judgedStudies(clean.cloud).map((one) => [one.study.pk, one]));
  const found = new Map(judgedStudies(run.cloud).map((one) => [one.study.pk, one]));
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((pk) => {
    const [one, other] = [found.get(pk), wanted.get(pk)].map((judged) => judged && essence(judged));
    return one === other ? [] : [`${pk} ends as ${one}, in fair weather as ${other}`];
  });
}

function essence({ study, verdicts }: Judged): string {
  const last = verdicts.at(-1);
  const { studyDate, patientPk, birthDateKey, sitePk, outcome, instances, rejects, indications } = study;
  return JSON.stringify([
    last === undefined ? null : [last.inputDigest, last.outcome, last.protocols, last.engine],
    { studyDate, patientPk, birthDateKey, sitePk, outcome, instances, rejects, indications },
  ]);
}

/** Each object that its key holds last has an item, and each file of an archive. */
function everyObjectIsRecorded({ drops, sites }: Scenario, { tables }: Cloud): readonly string[] {
  const stored = tables.Studies.items();
  const items: readonly Item[] = [
    ...stored.filter(({ sk }) => String(sk).startsWith(rejectPrefix)),
    ...instancesIn(stored),
  ];
  const registered = new Set(sites.map(({ site }) => site));
  const isRecorded = (key: string, code: string | null): boolean =>
    items.some((item) => item.keyDigest === objectKeyDigest(key) && (code === null ? true : item.code === code));
  const last = new Map(drops.map((drop) => [drop.key, drop.content]));
  return [...last].flatMap(([key, content]) => {
    const reading = readIncomingKey(key);
    if (reading.kind === 'nothing-to-read') return [];
    const site = reading.kind === 'object' ? reading.object.site : null;
    const code =
      site === null ? 'invalid-site' : registered.has(site) ? rejectCodeOf(content) : ('unregistered-site' as const);
    if (code === null && (content.kind === 'study-json' || content.kind === 'complete-marker')) return [];
    if (content.kind !== 'archive') return isRecorded(key, code) ? [] : [`${key} is nowhere (${code ?? content.kind})`];
    return content.entries
      .filter((entry) => entry.content.kind !== 'study-json' && entry.content.kind !== 'complete-marker')
      .filter((entry) => !isRecorded(`${key}/${entry.path}`, rejectCodeOf(entry.content)))
      .map(({ path }) => `${path} of ${key} is nowhere`);
  });
}

function lastVerdictSaysAll(expected: ExpectedStudy, judged: readonly Judged[]): readonly string[] {
  const pk = studyPk(expected.site, expected.studyInstanceUid);
  const last = judged.find(({ study }) => study.pk === pk)?.verdicts.at(-1);
  if (last === undefined) return [`${pk} has no verdict`];
  const [study] = storedReport(last).studies;
  const reading = study?.reading;
  const rejects = (reading?.rejected ?? []).map(({ code }) => code).filter((code) => code !== 'incomplete-study');
  const said = JSON.stringify([reading?.instances, rejects.sort(), looksOf(study?.acquisitions ?? [])]);
  const wanted = JSON.stringify([expected.images.length, expected.rejects, looksWanted(expected)]);
  return said === wanted ? [] : [`the last verdict of ${pk} speaks of ${said} instead of ${wanted}`];
}

/** What each image looks like shows in its acquisition alone, and nothing else tells which of several that lie in the bucket was taken. */
function looksOf(acquisitions: readonly Pick<Acquisition, 'seriesInstanceUid' | 'region' | 'scanner' | 'instances'>[]) {
  return acquisitions
    .map(({ seriesInstanceUid, region, scanner, instances }) =>
      [seriesInstanceUid, region, scanner.fieldStrengthT, instances].join(' '),
    )
    .sort();
}

function looksWanted({ images }: ExpectedStudy) {
  const headers = images.map((image) => {
    const bytes = bytesOf(image);
    const reading = readHeader(bytes, bytes.length);
    if (reading.kind !== 'mr-image') throw new TypeError('An image of a scenario cannot be read.');
    return reading.header;
  });
  return looksOf(recogniseAcquisitions(headers));
}

function revisionsAreInOrder({ study, verdicts }: Judged): readonly string[] {
  const { pk, latestRevision, announcedRevision, outcome, waitingSinceMs, arrivals, sentArrival = 0 } = study;
  const found: string[] = [];
  verdicts.forEach((verdict, index) => {
    const { revision, inputDigest, previousOutcome } = verdict;
    const before = verdicts[index - 1];
    if (revision !== index + 1) found.push(`${pk} has revision ${revision} in place ${index + 1}`);
    const said = verdicts.slice(0, index).findLast((one) => one.quiet !== true && one.outcome !== 'not-applicable');
    if (previousOutcome !== (said?.outcome ?? null)) found.push(`${pk} ${revision} follows another outcome`);
    if (before?.inputDigest === inputDigest && !isNowTold(verdict, before))
      found.push(`${pk} ${revision} says what was said before`);
  });
  const last = verdicts.at(-1);
  if (latestRevision !== last?.revision || outcome !== last?.outcome)
    found.push(`${pk} calls revision ${latestRevision} its latest, ${last?.revision} is`);
  if (announcedRevision !== last?.revision) found.push(`${pk} was announced up to ${announcedRevision}`);
  // A count by a copy that died before it sent anything may come in when all is judged: no one hears of it.
  if (waitingSinceMs !== undefined && arrivals === sentArrival) found.push(`${pk} waits for nothing`);
  return found;
}

/** What was kept quiet is said again where something was sent for it. */
function isNowTold({ quiet, outcome, previousOutcome }: VerdictItem, before: VerdictItem | undefined): boolean {
  return before?.quiet === true && quiet !== true && outcome !== previousOutcome;
}

/** Where nothing but objects can change, a revision whose report is that of the one before it has no reason to be. */
function nothingIsSaidAgain({ drops }: Scenario, judged: readonly Judged[]): readonly string[] {
  const contents = drops.flatMap(({ content }) =>
    content.kind === 'archive' ? content.entries.map((entry) => entry.content) : [content],
  );
  const uids = new Set(contents.flatMap((content) => ('study' in content ? [content.study.uid] : [])));
  if (uids.size > 1 || contents.some(({ kind }) => kind === 'study-json' || kind === 'invalid-study-json')) return [];
  // Two images that were replaced by each other's like, and are judged together, are other images with the same report.
  if (placesReplaced(drops) > 1 || otherImagesInOnePlace(drops)) return [];
  return judged.flatMap(({ study, verdicts }) =>
    verdicts
      .filter((verdict, index) => isDeepStrictEqual(verdict.report, verdicts[index - 1]?.report))
      .filter((verdict) => !isNowTold(verdict, verdicts[verdict.revision - 2]))
      .map(({ revision }) => `${study.pk} ${revision} reports what was reported before`),
  );
}

/** Another image of the same series in the place of one is another study with the same report. */
function otherImagesInOnePlace(drops: Scenario['drops']): boolean {
  const images = drops.flatMap(({ key, content }) =>
    content.kind === 'image' ? [{ key, number: content.number }] : [],
  );
  return [...Map.groupBy(images, ({ key }) => key).values()].some(
    (held) => new Set(held.map(({ number }) => number)).size > 1,
  );
}

/** Keys, paths in archives, and images wherever they lay, that were one thing and then another. */
function placesReplaced(drops: Scenario['drops']): number {
  const held = new Map<string, Set<string>>();
  const hold = (place: string, content: Content) =>
    held.set(place, (held.get(place) ?? new Set()).add(JSON.stringify(content)));
  const note = (place: string, content: Content) => {
    hold(place, content);
    if (content.kind === 'image') hold(`${place.split('/')[1]} ${sopOf(content.study, content.number)}`, content);
  };
  for (const { key, content } of drops) {
    if (content.kind !== 'archive') note(key, content);
    else for (const entry of content.entries) note(`${key}/${entry.path}`, entry.content);
  }
  return [...held.values()].filter(({ size }) => size > 1).length;
}

function nothingIsOverwritten({ writes }: Cloud): readonly string[] {
  return writes
    .filter(({ before, after }) => before !== undefined && String(after.sk).startsWith(verdictPrefix))
    .map(({ after }) => `${String(after.pk)} ${String(after.sk)} was written twice`);
}

function everyRevisionIsPublished(judged: readonly Judged[], { events }: Cloud): readonly string[] {
  const published = new Map<string, Set<string>>();
  for (const body of events) {
    const { site, studyKey, revision } = verdictEventSchema.parse(JSON.parse(body));
    const key = `${site} ${studyKey} ${revision}`;
    published.set(key, (published.get(key) ?? new Set()).add(body));
  }
  return judged.flatMap(({ study, verdicts }) =>
    verdicts.flatMap(({ revision }) => {
      const bodies = published.get(`${study.site} ${study.studyKey} ${revision}`)?.size ?? 0;
      return bodies === 1 ? [] : [`${study.pk} revision ${revision} was published in ${bodies} forms`];
    }),
  );
}

/**
 * An outage that is no longer is over before all tries of a message are, the last two of which meet no other trouble: between those of a
 * notice are eleven hours.
 */
const outlastedMinutes = { notices: 600, webhooks: 300 };

function minutesOf(outage: { readonly fromMs: number; readonly untilMs: number } | null): number {
  return outage === null ? 0 : (outage.untilMs - outage.fromMs) / 60_000;
}

/** Nothing waits in a queue; what died could not succeed, or could not while a service was down. */
function noMessageIsLost({ unreadableMessages, sites, registeredAgain }: Scenario, run: Run): readonly string[] {
  const { queues } = run.cloud;
  const unreadable = new Set(unreadableMessages);
  const malformed = new Set(sites.filter(({ malformedContact }) => malformedContact).map(({ site }) => site));
  const broken = run.cloud.writes.filter(({ after: { url } }) => typeof url === 'string' && isBroken(url));
  const brokenNames = new Set(broken.map(({ after }) => after.sk));
  const isHopeless = ({ queue, body }: { readonly queue: string; readonly body: string }): boolean => {
    if (unreadable.has(body)) return true;
    if (queue === 'webhooks') return brokenNames.has(webhookMessageSchema.parse(JSON.parse(body)).webhook);
    if (queue !== 'notices') return false;
    return malformed.has(verdictEventSchema.parse(JSON.parse(body)).site);
  };
  // A list of contacts, or of webhooks, that was given by then.
  const isMended = ({ queue, body }: DeadLetter): boolean => {
    if (registeredAgain === null || unreadable.has(body)) return false;
    if (queue === 'webhooks') return !registeredAgain.webhooks.includes(brokenWebhook);
    return queue === 'notices' && verdictEventSchema.parse(JSON.parse(body)).site === registeredAgain.site;
  };
  const wasDown = ({ queue }: { readonly queue: string }): boolean =>
    (queue === 'notices' && minutesOf(run.weather.mailOutage) > outlastedMinutes.notices) ||
    (queue === 'webhooks' && minutesOf(run.weather.webhookOutage) > outlastedMinutes.webhooks);
  // While one copy of an event holds the claim, the tries of another run out, though none of a webhook's, which wait for longer; whether everyone was told is asked elsewhere.
  const hasCopies = ({ queue, body }: { readonly queue: string; readonly body: string }): boolean =>
    queue === 'notices' && queues.notices.copiesOf(body) > 1;
  return [
    ...Object.values(queues).flatMap((queue) => (queue.waiting() > 0 ? [`${queue.name} still holds messages`] : [])),
    ...run.died
      .filter((letter) => !isHopeless(letter) && !wasDown(letter) && !hasCopies(letter))
      .map(({ body }) => `died: ${body}`),
    ...run.diedAgain
      .filter((letter) => !isHopeless(letter) || isMended(letter))
      .map(({ body }) => `died after the redrive: ${body}`),
    ...[...unreadable]
      .filter((body) => !run.diedAgain.some((letter) => letter.body === body))
      .map(() => 'a poison message is gone'),
  ];
}
