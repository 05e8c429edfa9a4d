import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { profiledParts } from '../../../bench/read/profiledParts.ts';
import { sourceFrames } from '../../../bench/read/sourceFrames.ts';

const call = (functionName: string, url = '') => ({
  functionName,
  url,
  scriptId: '0',
  lineNumber: 0,
  columnNumber: 0,
});

/** Walks an element; in between Node decodes text for a value, and the collector runs. */
const profile = {
  startTime: 1000,
  endTime: 1100,
  nodes: [
    { id: 1, callFrame: call('(root)'), children: [2, 6, 7] },
    { id: 2, callFrame: call('walkElement', 'file:///core/dicom/elementWalker.ts'), children: [3] },
    { id: 3, callFrame: call('decodeValues', 'file:///core/dicom/valueDecoding.ts'), children: [4] },
    { id: 4, callFrame: call('decode', 'node:internal/encoding'), children: [5] },
    { id: 5, callFrame: call('latin1Slice') },
    { id: 6, callFrame: call('(garbage collector)') },
    { id: 7, callFrame: call('post', 'node:inspector') },
  ],
  samples: [7, 2, 5, 6, 3, 2],
  timeDeltas: [10, 20, 15, 5, 10, 40],
};

describe('where the time of a profile went', () => {
  const frameOf = ({ url, functionName }: { url: string; functionName: string }) => ({
    file: url.startsWith('file:') ? (url.split('/').at(-1) ?? '') : '',
    name: functionName,
  });

  it('is told by what the running function is there for; Node works for its caller, the profiler for nobody', () => {
    const { parts, microseconds } = profiledParts(profile, frameOf, { startedAtUs: 1000, endedAtUs: 1100 });
    const spent = Object.fromEntries(Object.entries(parts).filter(([, time]) => time > 0));
    expect(spent).toEqual({
      'tags, representations, lengths': 60,
      'text and numbers from bytes': 25,
      'garbage collection': 5,
    });
    expect(microseconds).toBe(90);
  });

  it('counts only during the pass that is measured', () => {
    const { microseconds } = profiledParts(profile, frameOf, { startedAtUs: 1031, endedAtUs: 1060 });
    expect(microseconds).toBe(15 + 5 + 10);
  });
});

describe('functions of a bundle', () => {
  const main = createRequire(import.meta.url).resolve('dcmjs');
  const bundle = join(dirname(main), 'dcmjs.es.js');
  const lines = readFileSync(bundle, 'utf8').split('\n');
  const frameOf = sourceFrames();
  const placed = (functionName: string, text: string) => {
    const lineNumber = lines.findIndex((line) => line.includes(text));
    const columnNumber = (lines[lineNumber] ?? '').indexOf('(');
    return frameOf({ url: pathToFileURL(bundle).href, functionName, lineNumber, columnNumber });
  };

  it('are named as in their sources, with their class', () => {
    expect(placed('toCleanString', 'function toCleanString()')).toEqual({ file: 'Tag.js', name: 'Tag.toCleanString' });
  });

  it('that the compiler added are of no source', () => {
    expect(placed('_classCallCheck', 'function _classCallCheck(')).toEqual({ file: '', name: '_classCallCheck' });
  });
});
