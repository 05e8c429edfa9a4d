import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateSample, type SampleFile, sampleStudies, UnknownSampleError } from '../../samples/index.ts';
import { naturalDataset, readInstances, type SampleInstance, stacksOf } from './readSample.ts';

const names = sampleStudies.map(({ name }) => name);

/** Each made once: they are hundreds of files. */
const studies = new Map(
  names.map((name) => {
    const files = [...generateSample(name, { pixels: 'none' })];
    return [name, { files, instances: readInstances(files) }];
  }),
);

function sampleNamed(name: string) {
  const sample = studies.get(name);
  if (sample === undefined) throw new Error(`no sample ${name}`);
  return sample;
}

function firstOf(files: Iterable<SampleFile>, count: number): readonly SampleFile[] {
  const taken: SampleFile[] = [];
  for (const file of files) {
    taken.push(file);
    if (taken.length === count) break;
  }
  return taken;
}

const digestOf = (files: Iterable<SampleFile>) => {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) hash.update(path).update(bytes);
  return hash.digest('hex');
};

const secondsOf = (time: string) =>
  Number(time.slice(0, 2)) * 3600 + Number(time.slice(2, 4)) * 60 + Number(time.slice(4));

type Vector = readonly [number, number, number];
const vector = (values: readonly number[], from = 0): Vector => [
  values[from] ?? Number.NaN,
  values[from + 1] ?? Number.NaN,
  values[from + 2] ?? Number.NaN,
];
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const normalOf = ({ ImageOrientationPatient }: SampleInstance) =>
  cross(vector(ImageOrientationPatient), vector(ImageOrientationPatient, 3));

test('there is a compliant study and one that misses the guideline', () => {
  expect(names).toEqual(['diagnosis-compliant', 'follow-up-three-misses']);
});

test('an unknown name is refused with the names that there are', () => {
  expect(() => generateSample('knee')).toThrow(UnknownSampleError);
  expect(() => generateSample('knee')).toThrow(
    'there is no sample study "knee"; choose one of: diagnosis-compliant, follow-up-three-misses',
  );
});

test.each([-1, 1.5, Number.NaN])('%s is refused as a seed', (seed) => {
  expect(() => generateSample('diagnosis-compliant', { seed })).toThrow(RangeError);
});

test('files are made one at a time', () => {
  const [first] = generateSample('diagnosis-compliant');
  expect(first?.path).toBe('001_localizer/0001.dcm');
});

describe.each(names)('%s', (name) => {
  const { files, instances } = sampleNamed(name);

  test('the same seed makes the same bytes', () => {
    expect(digestOf(generateSample(name, { pixels: 'none' }))).toBe(digestOf(files));
    const withPixels = () => digestOf(firstOf(generateSample(name), 20));
    expect(withPixels()).toBe(withPixels());
  });

  test('another seed is another study of the same patient', () => {
    const other = readInstances([...generateSample(name, { seed: 99, pixels: 'none' })]);
    const uids = ({ SOPInstanceUID, SeriesInstanceUID, StudyInstanceUID, FrameOfReferenceUID }: SampleInstance) => [
      SOPInstanceUID,
      SeriesInstanceUID,
      StudyInstanceUID,
      FrameOfReferenceUID,
    ];
    const mine = new Set(instances.flatMap(uids));
    expect(other.flatMap(uids).filter((uid) => mine.has(uid))).toEqual([]);
    const patients = (study: readonly SampleInstance[]) => new Set(study.map(({ PatientID }) => PatientID));
    expect(patients(other)).toEqual(patients(instances));
    expect(other.map(({ path }) => path)).toEqual(instances.map(({ path }) => path));
  });

  test('every instance has a UID of its own, within one study', () => {
    const uids = instances.map(({ SOPInstanceUID }) => SOPInstanceUID);
    expect(new Set(uids).size).toBe(instances.length);
    expect(uids.filter((uid) => !/^2\.25\.[1-9]\d{0,38}$/.test(uid))).toEqual([]);
    expect(new Set(instances.map(({ StudyInstanceUID }) => StudyInstanceUID)).size).toBe(1);
  });

  test('a folder is a series, numbered without holes', () => {
    const folders = Map.groupBy(instances, ({ path }) => path.split('/')[0]);
    for (const series of folders.values()) {
      expect(new Set(series.map(({ SeriesInstanceUID }) => SeriesInstanceUID)).size).toBe(1);
      expect(series.map(({ InstanceNumber }) => InstanceNumber)).toEqual(series.map((_, index) => index + 1));
    }
    expect(folders.size).toBe(new Set(instances.map(({ SeriesInstanceUID }) => SeriesInstanceUID)).size);
  });

  test('the patient is fictional', () => {
    expect(new Set(instances.map(({ PatientID }) => /^SAMPLE-\d{4}$/.test(PatientID)))).toEqual(new Set([true]));
  });

  test('row and column directions are perpendicular unit vectors', () => {
    for (const { ImageOrientationPatient } of instances) {
      const [row, column] = [vector(ImageOrientationPatient), vector(ImageOrientationPatient, 3)];
      expect(dot(row, row)).toBeCloseTo(1, 9);
      expect(dot(column, column)).toBeCloseTo(1, 9);
      expect(dot(row, column)).toBeCloseTo(0, 9);
    }
  });

  test('slices lie along the normal at the distance that the header states', () => {
    for (const stack of stacksOf(instances)) {
      const [first] = stack;
      if (first === undefined) throw new Error('a stack without images');
      const normal = normalOf(first);
      const stated = first.SpacingBetweenSlices ?? first.SliceThickness;
      const places = [...new Set(stack.map(({ ImagePositionPatient }) => JSON.stringify(ImagePositionPatient)))].map(
        (position) => vector(JSON.parse(position)),
      );
      for (const [index, place] of places.slice(1).entries()) {
        const step = vector(place.map((mm, axis) => mm - (places[index]?.[axis] ?? Number.NaN)));
        expect(dot(step, normal), first.SeriesDescription).toBeCloseTo(stated, 6);
        expect(Math.hypot(...cross(step, normal)), first.SeriesDescription).toBeCloseTo(0, 6);
      }
    }
  });

  test('series follow each other: none starts before the one before it has been stored', () => {
    const series = [...Map.groupBy(instances, ({ SeriesNumber }) => SeriesNumber).values()].sort(
      (a, b) => secondsOf(a[0]?.SeriesTime ?? '') - secondsOf(b[0]?.SeriesTime ?? ''),
    );
    for (const [index, images] of series.entries()) {
      const starts = secondsOf(images[0]?.SeriesTime ?? '');
      const derived = images.some(({ ImageType }) => ImageType.includes('ADC'));
      const before = series[index - 1] ?? [];
      expect(starts).toBeGreaterThan(secondsOf(images[0]?.StudyTime ?? ''));
      for (const { AcquisitionTime, ContentTime } of images) {
        expect(secondsOf(ContentTime)).toBeGreaterThan(secondsOf(AcquisitionTime));
        if (!derived) expect(secondsOf(AcquisitionTime)).toBeGreaterThanOrEqual(starts);
      }
      // The map is made while the last images of its source are being stored.
      if (!derived) expect(starts).toBeGreaterThan(Math.max(0, ...before.map((image) => secondsOf(image.ContentTime))));
    }
  });

  test('leaving the pixels out changes nothing but the pixels', () => {
    const pathsOf = (pixels: 'full' | 'none') => firstOf(generateSample(name, { pixels }), 3);
    const [full, none] = [pathsOf('full'), pathsOf('none')];
    for (const [index, { bytes }] of full.entries()) {
      const whole = naturalDataset(bytes);
      const { PixelData: pixels, ...header } = whole;
      const { PixelData: _, ...bare } = naturalDataset(none[index]?.bytes ?? new Uint8Array());
      expect(bare).toEqual(header);
      expect(byteLengthOf(pixels)).toBe(Number(whole.Rows) * Number(whole.Columns) * 2);
    }
  });

  test('study.json comes last and does not call the study complete unless asked to', () => {
    const noteIn = (sample: readonly SampleFile[]) => {
      expect(sample.at(-1)?.path).toBe('study.json');
      return JSON.parse(new TextDecoder().decode(sample.at(-1)?.bytes));
    };
    const regions = name === 'diagnosis-compliant' ? ['brain', 'cord'] : ['brain'];
    expect(noteIn(files)).toEqual({ indication: 'diagnosis', regions });
    const complete = [...generateSample(name, { pixels: 'none', complete: true })];
    expect(noteIn(complete)).toEqual({ indication: 'diagnosis', regions, complete: true });
  });
});

describe('diagnosis-compliant', () => {
  const { instances } = sampleNamed('diagnosis-compliant');
  const injected = instances.filter(({ keywords }) => keywords.some((keyword) => keyword.startsWith('ContrastBolus')));

  test('only the T1 series after the injection carry contrast attributes, and start five minutes after it or later', () => {
    expect(new Set(injected.map(({ SeriesDescription }) => SeriesDescription))).toEqual(
      new Set(['t1_mprage_sag_p2_iso_post', 't1_tse_sag_cspine_3mm_post']),
    );
    for (const { ContrastBolusAgent, ContrastBolusStartTime, AcquisitionTime } of injected) {
      expect(ContrastBolusAgent).toBe('Gadovist');
      expect(secondsOf(AcquisitionTime) - secondsOf(ContrastBolusStartTime ?? '')).toBeGreaterThanOrEqual(5 * 60);
    }
    const injectedAt = secondsOf(injected[0]?.ContrastBolusStartTime ?? '');
    for (const { AcquisitionTime } of instances.filter((instance) => !injected.includes(instance))) {
      expect(secondsOf(AcquisitionTime)).toBeLessThan(injectedAt);
    }
  });

  test('one frame of reference for each position of the table', () => {
    const headOrNeck = Map.groupBy(instances, ({ FrameOfReferenceUID }) => FrameOfReferenceUID);
    const series = [...headOrNeck.values()].map((images) => [...new Set(images.map((image) => image.SeriesNumber))]);
    expect(series).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 12],
      [8, 9, 10, 11, 13],
    ]);
  });

  test('a localizer is three planes of three slices', () => {
    const planes = stacksOf(instances.filter(({ SeriesNumber }) => SeriesNumber === 1));
    expect(planes.map((stack) => stack.length)).toEqual([3, 3, 3]);
  });

  test('axial brain slices are tilted, yet axial', () => {
    const axial = instances.filter(({ SeriesNumber }) => SeriesNumber === 4);
    const angles = new Set(axial.map((image) => ((Math.acos(normalOf(image)[2]) * 180) / Math.PI).toFixed(1)));
    expect(angles).toEqual(new Set(['11.2']));
  });

  test('a private block of 60 to 100 kilobytes stands between header and pixels', () => {
    const sizes = instances.map(({ byteLength }) => byteLength);
    expect(Math.min(...sizes)).toBeGreaterThan(60_000);
    expect(Math.max(...sizes)).toBeLessThan(100_000);
  });
});

describe('follow-up-three-misses', () => {
  const { instances } = sampleNamed('follow-up-three-misses');
  const geometryOf = (description: string) =>
    instances
      .filter(({ SeriesDescription }) => SeriesDescription === description)
      .map(({ MRAcquisitionType, SliceThickness, SpacingBetweenSlices }) => ({
        MRAcquisitionType,
        SliceThickness,
        SpacingBetweenSlices,
      }))[0];

  test('FLAIR is axial 2D of 5 mm with gaps, T2 is of 4 mm, and there is no contrast', () => {
    expect(geometryOf('AX FLAIR')).toEqual({ MRAcquisitionType: '2D', SliceThickness: 5, SpacingBetweenSlices: 6 });
    expect(geometryOf('AX T2 TSE')).toEqual({ MRAcquisitionType: '2D', SliceThickness: 4, SpacingBetweenSlices: 4 });
    expect(instances.flatMap(({ keywords }) => keywords).filter((keyword) => /Contrast/.test(keyword))).toEqual([]);
  });

  test('field strength and diffusion are as asked', () => {
    expect(new Set(instances.map(({ MagneticFieldStrength }) => MagneticFieldStrength))).toEqual(new Set([1.5]));
    expect(geometryOf('AX DWI')).toEqual({ MRAcquisitionType: '2D', SliceThickness: 5, SpacingBetweenSlices: 6 });
    const bValues = instances.flatMap(({ DiffusionBValue }) => DiffusionBValue ?? []);
    expect(new Set(bValues)).toEqual(new Set([0, 1000]));
  });
});

/** dcmjs gives binary values as one buffer or as a list of them. */
function byteLengthOf(value: unknown): number {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  return Array.isArray(value) ? value.reduce<number>((sum, part) => sum + byteLengthOf(part), 0) : Number.NaN;
}
