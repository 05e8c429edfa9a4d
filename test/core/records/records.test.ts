import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHeader } from '../../../core/dicom/index.ts';
import { findProtocol, protocols } from '../../../core/protocol/index.ts';
import {
  archivedObject,
  birthDateKey,
  comparableSequencer,
  currentObjects,
  type FolderItem,
  type InstanceItem,
  inputDigest,
  objectKeyDigest,
  packedLimitBytes,
  packedText,
  packJson,
  patientKey,
  type RejectItem,
  readIncomingKey,
  readReportPath,
  readStudyJson,
  reportPath,
  siteSchema,
  studyFacts,
  studyKey,
  unpackJson,
  type VerdictInputs,
  verdictSk,
} from '../../../core/records/index.ts';
import { generateSample } from '../../../samples/index.ts';

const secret = 'secret';

describe('pseudonyms', () => {
  const patient = (PatientID: string | null, IssuerOfPatientID: string | null = null) => ({
    PatientID,
    IssuerOfPatientID,
    PatientBirthDate: null,
  });

  test('differ by secret, site, study and purpose', () => {
    const keys = [
      studyKey(secret, 'a', '1.2'),
      studyKey('another', 'a', '1.2'),
      studyKey(secret, 'b', '1.2'),
      studyKey(secret, 'a', '1.3'),
      patientKey(secret, 'a', patient('1.2')),
      patientKey(secret, 'a', patient('1.2', 'issuer')),
      patientKey(secret, 'a', patient('issuer', '1.2')),
      birthDateKey(secret, 'a', '1.2', '19800229'),
      birthDateKey(secret, 'a', '1.3', '19800229'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('of a study stay what they are, since links carry them', () => {
    expect(studyKey(secret, 'a', '1.2')).toBe('b7308LlmFR1vN0KtVXOXy_tu_85Cc9E74nBuehri0UI');
  });

  test('do not exist for a patient without an id or a birth date that is none', () => {
    expect([patientKey(secret, 'a', patient(null)), patientKey(secret, 'a', patient(''))]).toEqual([null, null]);
    const dates = [null, '', '1980', 'unknown', '198002291'].map((date) => birthDateKey(secret, 'a', '1.2', date));
    expect(dates).toEqual([null, null, null, null, null]);
  });

  test('of a birth date do not depend on how it is written', () => {
    expect(birthDateKey(secret, 'a', '1.2', '1980-02-29')).toBe(birthDateKey(secret, 'a', '1.2', '19800229'));
  });

  test('are refused under an empty secret', () => {
    expect(() => studyKey('', 'a', '1.2')).toThrow('identity secret is empty');
  });
});

describe('an object key', () => {
  const folder = (path: string, depth: number) => ({ digest: objectKeyDigest(path), depth });

  test('names a site, the folders above the object and what the object is', () => {
    expect(readIncomingKey('incoming/centre-1/exam/series/IM 1')).toEqual({
      kind: 'object',
      object: {
        site: 'centre-1',
        folders: [folder('exam', 1), folder('exam/series', 2)],
        folder: folder('exam/series', 2),
        kind: 'file',
      },
    });
  });

  test('of a file in an archive: the archive is a folder, and what is told beside it counts too', () => {
    const archived = (key: string, path: string) => {
      const reading = readIncomingKey(key);
      if (reading.kind !== 'object') throw new Error(`${key} names no object.`);
      return archivedObject(reading.object, key, path);
    };
    expect(archived('incoming/a/exam/x.zip', 'series/IM1')).toEqual({
      site: 'a',
      folders: [folder('exam', 1), folder('exam/x.zip', 2), folder('exam/x.zip/series', 3)],
      folder: folder('exam/x.zip/series', 3),
      kind: 'file',
    });
    expect(archived('incoming/a/x.zip', 'study.json')).toEqual({
      site: 'a',
      folders: [folder('', 0), folder('x.zip', 1)],
      folder: folder('x.zip', 1),
      kind: 'study-json',
    });
  });

  test.each([
    ['incoming/a/study.json', 'study-json'],
    ['incoming/a/x/_COMPLETE', 'complete-marker'],
    ['incoming/a/x.zip', 'file'],
    ['incoming/a/x.dcm', 'file'],
    ['incoming/a/my-study.json', 'file'],
  ])('%s is a %s', (key, kind) => {
    expect(readIncomingKey(key)).toMatchObject({ kind: 'object', object: { kind } });
  });

  test.each([
    ['outgoing/a/b', 'nothing-to-read'],
    ['incoming/a/folder/', 'nothing-to-read'],
    ['incoming/../a', 'invalid-site'],
    ['incoming//a', 'invalid-site'],
    ['incoming/a#b/c', 'invalid-site'],
    ['incoming/file', 'invalid-site'],
    ['incoming', 'invalid-site'],
  ])('%s: %s', (key, kind) => {
    expect(readIncomingKey(key)).toEqual({ kind });
  });

  test('has the folders down to the eighth, and its own one however deep that is', () => {
    const eight = ['1', '2', '3', '4', '5', '6', '7', '8'];
    const shared = eight.map((_, index) => folder(eight.slice(0, index + 1).join('/'), index + 1));
    expect(readIncomingKey('incoming/a/1/2/3/4/5/6/7/8/x')).toMatchObject({
      object: { folders: shared, folder: folder('1/2/3/4/5/6/7/8', 8) },
    });
    const deep = folder('1/2/3/4/5/6/7/8/9/10', 10);
    expect(readIncomingKey('incoming/a/1/2/3/4/5/6/7/8/9/10/x')).toMatchObject({
      object: { folders: [...shared, deep], folder: deep },
    });
  });

  test('with anything in it yields a site that is safe in a table key, or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (rest) => {
        const reading = readIncomingKey(`incoming/${rest}`);
        if (reading.kind === 'object') expect(reading.object.site).toMatch(/^[a-z0-9-]{1,63}$/);
      }),
    );
  });

  test('a site is lower-case letters, digits and inner hyphens', () => {
    const valid = ['a', 'centre-1', '0'.repeat(63)];
    const invalid = ['', '-a', 'a-', 'A', 'a b', 'a/b', 'a.b', '..', 'é', '0'.repeat(64), 'a\n'];
    expect(valid.filter((site) => !siteSchema.safeParse(site).success)).toEqual([]);
    expect(invalid.filter((site) => siteSchema.safeParse(site).success)).toEqual([]);
  });
});

describe('study.json', () => {
  test('is read, and what it says beyond the known is passed over', () => {
    const text = '\uFEFF{"indication": "diagnosis", "regions": ["brain", "cord"], "expectedInstances": 3, "later": 1}';
    expect(readStudyJson(text)).toEqual({
      kind: 'study-json',
      facts: { indication: 'diagnosis', regions: ['brain', 'cord'], expectedInstances: 3 },
    });
  });

  test.each([
    ['Zelda', 'not valid JSON'],
    ['[]', 'document: '],
    ['{"indication": "Zelda"}', 'indication: '],
    ['{"regions": ["Zelda"]}', 'regions.0: '],
    ['{"expectedInstances": 0}', 'expectedInstances: '],
    ['{"symptoms": ["Zelda was born in 1980"]}', 'symptoms.0: '],
  ])('%s is refused without being repeated', (text, reason) => {
    expect(readStudyJson(text)).toEqual({ kind: 'invalid', reason: expect.stringContaining(reason) });
    expect(JSON.stringify(readStudyJson(text))).not.toContain('Zelda');
  });

  test('of the deepest folder wins; any folder may say that all is there', () => {
    const folder = (depth: number, facts: Partial<FolderItem>): FolderItem => ({
      pk: `${depth}`,
      sk: 'FOLDER',
      depth,
      ...facts,
    });
    expect(studyFacts([], 0)).toEqual({ studyJson: null, complete: false });
    expect(
      studyFacts(
        [
          folder(2, { studyJson: { indication: 'monitoring' } }),
          folder(1, { studyJson: { indication: 'diagnosis', complete: true } }),
        ],
        0,
      ),
    ).toEqual({ studyJson: { indication: 'monitoring' }, complete: false });
    expect(studyFacts([folder(1, { completeMarkerMs: 0 }), folder(2, {})], 0)).toEqual({
      studyJson: null,
      complete: true,
    });
  });

  test('that all is there is meant for studies that came by then, or within four hours: events come in any order', () => {
    const hourMs = 3_600_000;
    const markedMs = 10 * hourMs;
    const marked: FolderItem = { pk: '1', sk: 'FOLDER', depth: 1, completeMarkerMs: markedMs };
    const isMeant = (firstArrivalMs: number) => studyFacts([marked], firstArrivalMs).complete;
    expect([0, markedMs, markedMs + 4 * hourMs, markedMs + 4 * hourMs + 1].map(isMeant)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

test('sequencers of differing length compare as the numbers they are', () => {
  const inOrder = ['', '1', 'ff', '100', '0055AED6DCD90281E5', '0155AED6DCD90281E5'];
  expect([...inOrder].reverse().map(comparableSequencer).sort()).toEqual(inOrder.map(comparableSequencer));
});

const headerOfThatTime =
  '{"StudyInstanceUID":"1.2.3.4","SeriesInstanceUID":"1.2.3.5","SOPInstanceUID":"1.2.3.6","SOPClassUID":"1.2.840.10008.5.1.4.1.1.4","shared":{"ImageType":["ORIGINAL","PRIMARY","M","ND"],"StudyDate":"20250318","Modality":"MR","Manufacturer":"SIEMENS","SliceThickness":1,"RepetitionTime":2300,"MagneticFieldStrength":3,"Rows":256,"Columns":208},"frames":[{}],"remarks":[]}';
const storedWithTheFirstDictionary = 'w1pNg+o5Y3Cthq2ChciaYqtiIVJm1Kg48VWSmHWgqYGxoQVJ9RDh8s/IGFRM4C6fsMaXgQXe4AYA';

describe('a packed document', () => {
  test('comes back as it was, small or large', () => {
    const documents = [
      { a: 0, b: '', c: null },
      { ImageType: ['ORIGINAL', 'PRIMARY'], StudyDescription: 'Ü'.repeat(150) },
      { text: 'x'.repeat(4_000) },
      { text: 'x'.repeat(1_000_000) },
    ];
    for (const document of documents) {
      const packed = packJson(document);
      expect(packed === null ? null : unpackJson(packed)).toEqual(document);
    }
  });

  test('is read as earlier versions stored it, and what stands in the first dictionary never changes', () => {
    expect(unpackJson({ json: '{"text":"of any length"}' })).toEqual({ text: 'of any length' });
    const stored = Buffer.from(storedWithTheFirstDictionary, 'base64');
    expect(packedText({ deflated: stored, dictionary: 1 })).toBe(headerOfThatTime);
    expect(() => packedText({ deflated: stored, dictionary: 0 })).toThrow('which this version does not have');
  });

  test('of the size of a header leaves its item within the 1 KB that a write is billed by', () => {
    for (const { bytes } of generateSample('follow-up-three-misses', { pixels: 'none' })) {
      const reading = readHeader(bytes, bytes.length);
      if (reading.kind !== 'mr-image') continue;
      const packed = packJson(reading.header);
      expect(packed !== null && 'deflated' in packed ? packed.deflated.length : Number.NaN).toBeLessThan(600);
    }
  });

  test('fits an item, or is refused rather than cut', () => {
    const noise = (bytes: number) => ({ noise: randomBytes(bytes).toString('base64') });
    const fits = packJson(noise(packedLimitBytes * 0.9));
    expect(fits !== null && 'gzip' in fits && fits.gzip.byteLength <= packedLimitBytes).toBe(true);
    expect(packJson(noise(packedLimitBytes * 1.1))).toBeNull();
  });
});

describe('the current objects of a study', () => {
  const instance = (sop: string, keyDigest: string, sequencer: string): InstanceItem => ({
    pk: 'STUDY#a#1',
    sk: `INSTANCE#1#${sop}#${keyDigest}`,
    keyDigest,
    sequencer,
    bytesRead: 1,
    bytesTotal: 1,
    header: { json: '{}' },
  });
  const reject = (keyDigest: string, sequencer: string): RejectItem => ({
    pk: 'STUDY#a#1',
    sk: `REJECT#${keyDigest}`,
    keyDigest,
    sequencer,
    code: 'truncated-header',
    reason: '',
    modality: null,
    bytesRead: 1,
    bytesTotal: 1,
  });

  test('are those of the latest event of each key', () => {
    const instances = [
      instance('1', 'A', '2'),
      instance('2', 'B', '1'),
      instance('3', 'C', '1'),
      instance('4', 'C', '2'),
    ];
    const rejects = [reject('A', '1'), reject('B', '2'), reject('D', '1')];
    expect(currentObjects(instances, rejects)).toEqual({
      instances: [instances[0], instances[3]],
      rejects: [rejects[1], rejects[2]],
    });
  });

  test('an archive that was dropped again replaces all that it held, also what it holds no more', () => {
    const inArchive = <Item extends object>(item: Item) => ({ ...item, archiveDigest: 'Z' });
    const instances = [
      inArchive(instance('1', 'Z/1', '1')),
      inArchive(instance('2', 'Z/2', '2')),
      instance('3', 'A', '1'),
    ];
    const rejects = [inArchive(reject('Z/3', '1')), reject('Z', '1')];
    expect(currentObjects(instances, rejects)).toEqual({ instances: [instances[1], instances[2]], rejects: [] });
  });

  test('an instance that two archives hold outlives the one that is dropped again without it', () => {
    const inArchive = (archiveDigest: string, item: InstanceItem) => ({ ...item, archiveDigest });
    const held = inArchive('Y', instance('1', 'Y/1', '1'));
    const gone = inArchive('Z', instance('1', 'Z/1', '2'));
    expect(currentObjects([held, gone], [])).toEqual({ instances: [gone], rejects: [] });
    const other = inArchive('Z', instance('2', 'Z/2', '3'));
    expect(currentObjects([held, gone, other], [])).toEqual({ instances: [held, other], rejects: [] });
  });

  test('an instance in several places is the one of the latest event, whatever order they are read in', () => {
    const places = [instance('1', 'A', '2'), instance('1', 'B', '3'), instance('1', 'C', '1'), instance('1', 'D', '3')];
    for (const items of [places, places.toReversed()]) {
      expect(currentObjects(items, [])).toEqual({ instances: [places[3]], rejects: [] });
    }
  });

  const inputs: VerdictInputs = {
    instances: [instance('1', 'A', '1'), instance('2', 'B', '1')],
    rejects: [reject('C', '1'), reject('D', '1')],
    protocols,
    indications: ['diagnosis', 'monitoring'],
    regions: ['brain', 'cord'],
    engine: '1.0.0',
    folderRejects: [],
    expectedInstances: null,
    pmlRisk: null,
    prior: null,
  };
  const prior: NonNullable<VerdictInputs['prior']> = {
    studyInstanceUid: '1.8',
    instances: [instance('3', 'E', '1')],
    rejects: [reject('F', '1')],
  };

  test('have one digest, whatever order they and their circumstances came in', () => {
    const otherwise: VerdictInputs = {
      ...inputs,
      instances: [instance('2', 'X', '9'), instance('1', 'Y', '9')],
      rejects: [...inputs.rejects].reverse(),
      protocols: [...protocols].reverse(),
      indications: ['monitoring', 'diagnosis'],
      regions: ['cord', 'brain'],
    };
    expect(inputDigest(otherwise)).toBe(inputDigest(inputs));
  });

  test('have another digest when anything changes that a verdict depends on', () => {
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error('There is no protocol.');
    const changes: readonly Partial<VerdictInputs>[] = [
      {},
      { instances: inputs.instances.slice(1) },
      { instances: [{ ...instance('1', 'A', '1'), header: { json: '{"a":0}' } }, instance('2', 'B', '1')] },
      { rejects: [] },
      { rejects: [{ ...reject('C', '1'), modality: 'MR' }, reject('D', '1')] },
      { rejects: [{ ...reject('C', '1'), modality: 'CT' }, reject('D', '1')] },
      { rejects: [{ ...reject('C', '1'), seriesInstanceUid: '1.2' }, reject('D', '1')] },
      { rejects: [{ ...reject('C', '1'), seriesInstanceUid: '1.3' }, reject('D', '1')] },
      { folderRejects: [reject('G', '1')] },
      { folderRejects: [{ ...reject('G', '1'), modality: 'MR' }] },
      { protocols: [] },
      { protocols: [{ ...protocol, revision: protocol.revision + 1 }] },
      { indications: ['diagnosis'] },
      { regions: 'imaged' },
      { regions: ['brain'] },
      { engine: '1.0.1' },
      { expectedInstances: 2 },
      { prior },
      { prior, pmlRisk: 'high' },
      { prior: { ...prior, studyInstanceUid: '1.9' } },
      { prior: { ...prior, instances: [] } },
      { prior: { ...prior, rejects: [{ ...reject('F', '1'), modality: 'MR' }] } },
      { symptoms: ['optic-nerve'] },
      { otherStudies: [{ regions: ['cord'], daysApart: 31 }] },
      { otherStudies: [{ regions: ['cord'], daysApart: 32 }] },
      { otherStudies: [{ regions: ['orbit'], daysApart: 31 }] },
    ];
    const digests = changes.map((change) => inputDigest({ ...inputs, ...change }));
    expect(new Set(digests).size).toBe(changes.length);
  });

  test('and a gzipped header counts as the text that it holds', () => {
    const header = { text: 'x'.repeat(10_000) };
    const packed = packJson(header);
    if (packed === null || !('gzip' in packed)) throw new Error('This header should have been gzipped.');
    const digestWith = (stored: InstanceItem['header']) =>
      inputDigest({ ...inputs, instances: [{ ...instance('1', 'A', '1'), header: stored }] });
    expect(digestWith(packed)).toBe(digestWith({ json: JSON.stringify(header) }));
  });
});

describe('keys', () => {
  test('of verdicts sort by revision and end where they no longer would', () => {
    expect([1, 2, 10, 9999].map(verdictSk)).toEqual(['VERDICT#0001', 'VERDICT#0002', 'VERDICT#0010', 'VERDICT#9999']);
    for (const revision of [0, 10_000, 1.5, Number.NaN]) expect(() => verdictSk(revision)).toThrow(RangeError);
  });

  test('of reports come back from their path', () => {
    const key = studyKey(secret, 'centre-1', '1.2');
    expect(readReportPath(reportPath('centre-1', key, 12))).toEqual({ site: 'centre-1', studyKey: key, revision: 12 });
    expect(['/r/a/b/1', `/r/-/${key}/1`, `/r/a/${key}/01`, `/r/a/${key}/1/`].map(readReportPath)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

test('the protocol that digests name is one that can be found again', () => {
  for (const { id, revision } of protocols) expect(findProtocol(id, revision)?.id).toBe(id);
});
