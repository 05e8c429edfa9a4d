import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fitsSet,
  type InstanceItem,
  instanceOf,
  instanceSk,
  instancesIn,
  objectKeyDigest,
  packedText,
  packInstance,
  packInstances,
  type UnpackedInstance,
} from '../../../core/records/index.ts';

const image = (number: number, changes: Readonly<Record<string, unknown>> = {}, sequencer = '01'): UnpackedInstance => {
  const keyDigest = objectKeyDigest(`a.zip/${number}`);
  const header = { SeriesInstanceUID: '1.2', SOPInstanceUID: `1.2.${number}`, InstanceNumber: number, ...changes };
  return {
    pk: 'STUDY#a#1',
    sk: instanceSk('1.2', `1.2.${number}`, keyDigest),
    keyDigest,
    archiveDigest: objectKeyDigest('a.zip'),
    sequencer,
    bytesRead: 1000 + number,
    bytesTotal: 200_000,
    headerJson: JSON.stringify(header),
  };
};
const alone = (instance: UnpackedInstance): InstanceItem => {
  const item = packInstance(instance);
  if (item === null) throw new Error('The header fits an item.');
  return item;
};
/** With the text of the header, however it is packed. */
const asText = (items: readonly InstanceItem[]) => items.map((item) => ({ ...item, header: packedText(item.header) }));
const bytesOf = (item: object) =>
  Object.values(item).reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.length : 100), 0);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
/** Deflates to hardly less than it is. */
const noise = (seed: number, length: number) =>
  numbers(Math.ceil(length / 32))
    .map((part) => objectKeyDigest(`${seed} ${part}`))
    .join('')
    .slice(0, length);

describe('instances of an archive that share an item', () => {
  test('are read as if each had an item of its own, whatever their headers say', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const anyImages = fc.uniqueArray(fc.record({ number: fc.nat(500), text, more: fc.jsonValue({ maxDepth: 2 }) }), {
      selector: ({ number }) => number,
      maxLength: 40,
    });
    fc.assert(
      fc.property(anyImages, (found) => {
        const images = found.map(({ number, ...changes }) => image(number, changes)).filter(fitsSet);
        const read = instancesIn(packInstances(images));
        expect(asText(read)).toEqual(asText(instancesIn(images.map(alone))));
      }),
    );
  });

  test('are one item of a few KB where a hundred headers are alike', () => {
    const [set, ...others] = packInstances(numbers(100).map((number) => image(number)));
    expect(others).toEqual([]);
    expect(bytesOf(set ?? {})).toBeLessThan(4096);
  });

  test('share as few items as stay small, whatever their headers hold', () => {
    const images = numbers(100).map((number) => image(number, { text: noise(number, 3800) }));
    expect(images.every(fitsSet)).toBe(true);
    const items = packInstances(images);
    expect(items.length).toBeGreaterThan(1);
    for (const item of items) expect(bytesOf(item)).toBeLessThan(17_000);
    expect(instancesIn(items).map(instanceOf)).toEqual(instancesIn(images.map(alone)).map(instanceOf));
  });

  test('have one name for the same images, in whatever order and of whatever version, and another for others', () => {
    const named = (images: readonly UnpackedInstance[]) => packInstances(images).map(({ sk }) => sk);
    const images = [1, 2, 3].map((number) => image(number));
    const newer = [3, 1, 2].map((number) => image(number, { changed: true }, '02'));
    expect(named(newer)).toEqual(named(images));
    expect(named(images)).toEqual([expect.stringMatching(/^INSTANCES#[0-9a-f]{32}#[0-9a-f]{32}$/)]);
    const others = [images.slice(1), [1, 2, 4].map((number) => image(number))];
    expect(new Set([images, ...others].flatMap(named)).size).toBe(3);
  });

  test('are none where one is by itself: it has an item as a loose one has', () => {
    expect(packInstances([image(1)])).toEqual([alone(image(1))]);
    expect(packInstances([])).toEqual([]);
  });

  test('are neither those whose headers are as large as many others, nor loose ones', () => {
    expect(fitsSet(image(1, { text: noise(1, 5000) }))).toBe(false);
    const { archiveDigest, ...loose } = image(1);
    expect(fitsSet(loose)).toBe(false);
    expect(() => packInstances([loose, loose])).toThrow('Only instances of an archive share an item.');
  });

  test('are refused where an item does not hold what it names', () => {
    const [set] = packInstances([image(1), image(2)]);
    if (set === undefined || !('keyDigests' in set)) throw new Error('Two images share an item.');
    expect(() => instancesIn([{ ...set, keyDigests: set.keyDigests.subarray(16) }])).toThrow(
      'A set names 1 instances and holds 2.',
    );
    expect(() => instancesIn([{ ...set, dictionary: 0 }])).toThrow('which this version does not have');
    expect(() => instancesIn([{ ...set, deflated: new Uint8Array() }])).toThrow();
    expect(() => instancesIn([{ ...set, sequencer: undefined }])).toThrow();
  });
});
