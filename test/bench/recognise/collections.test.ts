import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvRows } from '../../../bench/recognise/csvRows.ts';
import { dicomCases } from '../../../bench/recognise/dicomCases.ts';
import { labelClasses, labelClassOf } from '../../../bench/recognise/labelClasses.ts';
import { sidecarCases } from '../../../bench/recognise/sidecarCases.ts';
import { vendorName } from '../../../bench/recognise/vendorName.ts';
import { runNode } from '../../cli/runNode.ts';
import { dicomFile, latin } from '../../core/dicom/dicomBytes.ts';
import { classicMr } from '../../core/dicom/mrObjects.ts';

const folder = mkdtempSync(join(tmpdir(), 'ms-mri-check-labels-'));
const head =
  'series_uid,repo,example_file,label,label_dim,label_region,label_derived,label_gad,plane,dup_group,confidence,vendor';
const labels = [
  head,
  '1.2.826.2,a/b,a+b/1/x.dcm,FLAIR,3D,brain,0,no/none recorded,sag,7,high,"Siemens, Inc."',
  '1.2.826.2,a/b,a+b/1/x.dcm,PD+T2,,brain (assumed),0,yes,multi:ax-oblique/cor,8,low,GE MEDICAL SYSTEMS',
  '9.9,a/b,a+b/note.txt,MRS,,,0,no/none recorded,,9,high,Philips',
].join('\r\n');
const entry = {
  dataset: 'set',
  label: 'T2*',
  label_gad: '',
  label_region: 'cord (cervical)',
  derived: 0,
  conflict: '',
  vendor: 'GE',
};
const sidecars = [
  { ...entry, path: 'sub-1/anat/sub-1_echo-1_MEGRE.json', params: { EchoTime: 0.01, ScanningSequence: 'GR' } },
  { ...entry, path: 'sub-1/anat/sub-1_echo-2_MEGRE.json', params: { EchoTime: 0.02, ScanningSequence: 'GR' } },
  {
    ...entry,
    path: 'sub-1/anat/sub-1_T1w.json',
    label: 'T1w-Gd',
    label_gad: 'yes',
    label_region: 'head+cervical cord',
    params: { EchoTime: 0.003, Manufacturer: 'Philips' },
  },
  { ...entry, path: 'sub-2/dwi/sub-2_ADC.json', label: 'ADC', conflict: 'named b0', params: {} },
];

beforeAll(() => {
  mkdirSync(join(folder, 'a+b/1'), { recursive: true });
  writeFileSync(join(folder, 'labels.csv'), labels);
  writeFileSync(join(folder, 'a+b/1/x.dcm'), dicomFile(classicMr));
  writeFileSync(join(folder, 'a+b/note.txt'), latin('no image'));
  writeFileSync(join(folder, 'dev.json'), JSON.stringify(sidecars));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('labelled images', () => {
  it('are the series of the table, in their study, with what the label says of them', () => {
    const { cases, studies, notImages } = dicomCases(folder);
    expect([...studies].map(([key, headers]) => [key, headers.length])).toEqual([['a+b/1.2.826.1', 1]]);
    expect(cases[0]).toEqual({
      source: 'dicom',
      dataSet: 'a/b',
      vendor: 'Siemens',
      group: 'labels 7',
      path: 'a+b/1/x.dcm',
      label: 'FLAIR',
      expected: {
        sequences: ['FLAIR'],
        contrast: 'no',
        dimension: '3D',
        planes: ['sagittal'],
        derived: false,
        regions: ['brain'],
      },
      study: 'a+b/1.2.826.1',
      seriesInstanceUid: '1.2.826.2',
      echo: null,
      doubt: null,
    });
    expect(notImages.map(({ path, label }) => [path, label])).toEqual([['a+b/note.txt', 'MRS']]);
  });

  it('of a dual echo are two cases; a doubtful label is marked, an assumed region left out', () => {
    const echoes = dicomCases(folder).cases.slice(1);
    expect(echoes.map(({ group, echo, doubt, expected }) => [group, echo, doubt, expected.sequences])).toEqual([
      ['labels 8, echo 1', { index: 0, of: 2 }, 'the label is of low confidence', ['PDw']],
      ['labels 8, echo 2', { index: 1, of: 2 }, 'the label is of low confidence', ['T2w']],
    ]);
    expect(echoes[0]?.expected).toMatchObject({
      contrast: 'yes',
      dimension: null,
      planes: ['axial', 'oblique', 'coronal'],
      regions: null,
    });
  });
});

describe('labelled sidecars', () => {
  it('are one case a series: echoes lie in different files, and series of one person in one study', () => {
    const { cases, studies } = sidecarCases(folder);
    expect(cases.map(({ path, vendor, doubt, expected }) => [path, vendor, doubt, expected])).toEqual([
      [
        'set/sub-1/anat/sub-1_echo-1_MEGRE.json',
        'GE',
        null,
        {
          sequences: ['T2starw'],
          contrast: null,
          dimension: null,
          planes: null,
          derived: false,
          regions: ['cervical-cord'],
        },
      ],
      [
        'set/sub-1/anat/sub-1_T1w.json',
        'Philips',
        null,
        {
          sequences: ['T1w'],
          contrast: 'yes',
          dimension: null,
          planes: null,
          derived: false,
          regions: ['brain', 'cervical-cord'],
        },
      ],
      [
        'set/sub-2/dwi/sub-2_ADC.json',
        'GE',
        'the label is doubted: named b0',
        {
          sequences: ['ADC'],
          contrast: null,
          dimension: null,
          planes: null,
          derived: true,
          regions: ['cervical-cord'],
        },
      ],
    ]);
    expect(
      [...studies].map(([key, headers]) => [
        key,
        new Set(headers.map((h) => h.SeriesInstanceUID)).size,
        headers.length,
      ]),
    ).toEqual([
      ['sidecars set/sub-1', 2, 3],
      ['sidecars set/sub-2', 1, 1],
    ]);
  });

  it('stand each for itself when asked', () => {
    const { cases, studies } = sidecarCases(folder, true);
    expect([cases.length, studies.size]).toEqual([4, 4]);
  });
});

describe('the table of labels', () => {
  it('has each label once, with a reason, and says where to add one that it lacks', () => {
    expect(new Set(labelClasses.map(({ label }) => label)).size).toBe(labelClasses.length);
    expect(labelClasses.filter(({ reason }) => reason === '')).toEqual([]);
    expect(() => labelClassOf('CT')).toThrow('The label "CT" has no class: add it to bench/recognise/labelClasses.ts');
  });
});

describe('names of makers', () => {
  it.each([
    ['SIEMENS ', 'Siemens'],
    ['Siemens Healthineers', 'Siemens'],
    ['GE MEDICAL SYSTEMS', 'GE'],
    ['TOSHIBA_MEC', 'Canon'],
    ['TEST', 'not stated'],
    [undefined, 'not stated'],
  ])('%s is %s', (written, name) => expect(vendorName(written)).toBe(name));
});

describe('CSV', () => {
  it('keeps commas, quotes and line ends in quotes, and empty fields', () => {
    expect(csvRows('\uFEFFa,b,c\r\n"x, ""y""\nz",,3\n,,\n')).toEqual([
      { a: 'x, "y"\nz', b: '', c: '3' },
      { a: '', b: '', c: '' },
    ]);
    expect(csvRows('')).toEqual([]);
  });

  it('says which row has too few fields', () => {
    expect(() => csvRows('a,b\n1,2\n3\n')).toThrow('Row 3 has 1 fields instead of 2');
  });
});

describe('npm run bench:recognise', () => {
  const run = (...args: readonly string[]) =>
    runNode(join(import.meta.dirname, '../../../bench/recognise/recognise.ts'), args);

  it('scores the collections that it is given, with and without texts, and lists what was missed', async () => {
    const json = join(folder, 'out.json');
    const { status, stdout } = await run('--labels', folder, '--sidecars', folder, '--errors', '--json', json);
    expect(status).toBe(0);
    expect(stdout).toContain('6 labelled series; 3 of doubtful label left out; 1 labelled objects hold no image (MRS)');
    expect(stdout).toMatch(/^series told apart, duplicates once +3 +3 +3$/m);
    expect(stdout).toMatch(/^accuracy of what is answered +\d+\.\d % \((?:met|missed): ≥ 98 %\)/m);
    expect(stdout).toContain('set/sub-1/anat/sub-1_T1w.json (Philips, sidecars set T1w-Gd)');
    const { conditions } = JSON.parse(readFileSync(json, 'utf8'));
    expect(conditions.map(({ title }: { title: string }) => title)).toEqual([
      'with text',
      "people's words blanked",
      'all text blanked',
    ]);
  });

  it('says what is missing where a folder holds no collection, or an option is unknown', async () => {
    const nowhere = join(folder, 'nowhere');
    expect(await run('--labels', nowhere)).toMatchObject({
      status: 64,
      stdout: '',
      stderr: expect.stringContaining(`There is no labels.csv in ${nowhere}. Usage:`),
    });
    expect(await run('--lables', folder)).toMatchObject({ status: 64, stderr: expect.stringContaining("'--lables'") });
  });
});
