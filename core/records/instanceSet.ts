import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { newestHeaderDictionary } from './headerDictionary.ts';
import { objectKeyDigest } from './incomingObject.ts';
import { bytesSchema, dictionaryLimitBytes, dictionaryOf, packJsonText } from './packedJson.ts';
import { type InstanceItem, instanceItemSchema, instancePrefix, instanceSk } from './studyRecords.ts';

/** An instance whose header is JSON text yet, to be stored alone or in a set. */
export type UnpackedInstance = Omit<InstanceItem, 'header'> & { readonly headerJson: string };

/**
 * Many instances of one study that lie in one archive: together their headers deflate to some 65 bytes each, and DynamoDB bills a
 * write by the KB.
 *
 * A set is named by what it holds. So one that is written again overwrites itself, and of sets of one version of an archive that
 * were cut otherwise, as where the time was over earlier, none takes the place of another: what they hold together counts.
 */
export const instanceSetItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  archiveDigest: z.string(),
  sequencer: z.string(),
  /** Sixteen bytes for each instance: a `keyDigest` is hexadecimal, and deflates badly. */
  keyDigests: bytesSchema,
  /** A line for each instance: bytes read, bytes in total, `AcquisitionHeader` as JSON. */
  deflated: bytesSchema,
  dictionary: z.number(),
});
export type InstanceSetItem = z.infer<typeof instanceSetItemSchema>;

export const instanceSetPrefix = 'INSTANCES#';
/** Of instances and of sets of them. */
export const anyInstancePrefix = 'INSTANCE';

/** Far below DynamoDB's 400 KB, and a page of a query holds some sixty. */
const setLimitBytes = 16 * 1024;
/** Above what as many lines come to as are put together: a stored set cannot inflate without end. */
const unpackedLimitBytes = 16 * 1024 * 1024;
const digestBytes = 16;

/** The item of an instance by itself; `null` when its header says more than an item can hold. */
export function packInstance({ headerJson, ...item }: UnpackedInstance): InstanceItem | null {
  const header = packJsonText(headerJson);
  return header === null ? null : { ...item, header };
}

/** Whether an instance may share an item: an Enhanced image's header is as large as many others together. */
export function fitsSet({ archiveDigest, headerJson }: UnpackedInstance): boolean {
  return archiveDigest !== undefined && Buffer.byteLength(headerJson) <= dictionaryLimitBytes;
}

/**
 * The items of instances of one version of an archive and one study, each of which fits a set: as few as stay small. One by itself
 * has an item of its own.
 */
export function packInstances(instances: readonly UnpackedInstance[]): readonly (InstanceSetItem | InstanceItem)[] {
  const [first, second] = instances;
  if (first === undefined) return [];
  if (second === undefined) return [aloneAfterAll(first)];
  const set = setOf(first, instances);
  if (set.deflated.byteLength + set.keyDigests.byteLength <= setLimitBytes) return [set];
  const half = Math.ceil(instances.length / 2);
  return [instances.slice(0, half), instances.slice(half)].flatMap(packInstances);
}

function aloneAfterAll(instance: UnpackedInstance): InstanceItem {
  const item = packInstance(instance);
  if (item === null) throw new RangeError('The header of an instance that was to share an item fits none.');
  return item;
}

function setOf(
  { pk, archiveDigest, sequencer }: UnpackedInstance,
  instances: readonly UnpackedInstance[],
): InstanceSetItem {
  if (archiveDigest === undefined) throw new TypeError('Only instances of an archive share an item.');
  const members = instances.map(({ sk }) => sk).sort();
  const lines = instances.map(({ bytesRead, bytesTotal, headerJson }) => `${bytesRead} ${bytesTotal} ${headerJson}`);
  const dictionary = dictionaryOf(newestHeaderDictionary);
  return {
    pk,
    sk: `${instanceSetPrefix}${archiveDigest}#${objectKeyDigest(members.join('\n'))}`,
    archiveDigest,
    sequencer,
    keyDigests: Buffer.from(instances.map(({ keyDigest }) => keyDigest).join(''), 'hex'),
    deflated: deflateRawSync(lines.join('\n'), { level: 9, dictionary }),
    dictionary: newestHeaderDictionary,
  };
}

/**
 * The instances among items, those of sets as if each had an item of its own, in the order in which a table would hold these.
 *
 * @throws ZodError or RangeError when an item was not written by `packInstances`
 */
export function instancesIn(items: readonly unknown[]): readonly InstanceItem[] {
  const instances = items.flatMap((item) => {
    const { sk } = skSchema.parse(item);
    if (sk.startsWith(instanceSetPrefix)) return instancesOfSet(instanceSetItemSchema.parse(item));
    return sk.startsWith(instancePrefix) ? [instanceItemSchema.parse(item)] : [];
  });
  return inOrder(instances);
}

/** As a table holds them. */
export function inOrder(instances: readonly InstanceItem[]): readonly InstanceItem[] {
  return instances.toSorted((a, b) => (a.sk < b.sk ? -1 : a.sk > b.sk ? 1 : 0));
}

const skSchema = z.object({ sk: z.string() });
const linePattern = /^(\d+) (\d+) (\{.*\})$/s;
const uidsSchema = z.object({ SeriesInstanceUID: z.string(), SOPInstanceUID: z.string() });

function instancesOfSet(set: InstanceSetItem): readonly InstanceItem[] {
  const { pk, archiveDigest, sequencer, deflated } = set;
  const dictionary = dictionaryOf(set.dictionary);
  const lines = inflateRawSync(deflated, { dictionary, maxOutputLength: unpackedLimitBytes })
    .toString('utf8')
    .split('\n');
  const digests = Buffer.from(set.keyDigests).toString('hex');
  if (digests.length !== 2 * digestBytes * lines.length) {
    throw new RangeError(`A set names ${digests.length / (2 * digestBytes)} instances and holds ${lines.length}.`);
  }
  return lines.map((line, index) => {
    const [, bytesRead, bytesTotal, json] = linePattern.exec(line) ?? [];
    if (json === undefined) throw new RangeError(`Line ${index + 1} of a set is of no instance.`);
    const keyDigest = digests.slice(2 * digestBytes * index, 2 * digestBytes * (index + 1));
    const { SeriesInstanceUID, SOPInstanceUID } = uidsSchema.parse(JSON.parse(json));
    return {
      pk,
      sk: instanceSk(SeriesInstanceUID, SOPInstanceUID, keyDigest),
      keyDigest,
      archiveDigest,
      sequencer,
      bytesRead: Number(bytesRead),
      bytesTotal: Number(bytesTotal),
      header: { json },
    };
  });
}
