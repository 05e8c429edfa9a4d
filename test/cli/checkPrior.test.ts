import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDocument } from './contractSchema.ts';
import { brainSeries, cordSeries, writePart } from './partOfSample.ts';
import { runCli } from './runCli.ts';
import { type TemporaryFolder, temporaryFolder, withoutElement, writeBelow, writeSample } from './temporaryFolder.ts';

let root: TemporaryFolder;
/** 2025-03-18, 3 T Siemens */
let march: string;
/** 2025-05-06, 1.5 T Philips */
let may: string;

beforeAll(async () => {
  root = await temporaryFolder();
  march = await writeSample(root.path, 'diagnosis-compliant');
  may = await writeSample(root.path, 'follow-up-three-misses');
});
afterAll(() => root[Symbol.asyncDispose]());

async function compare(path: string, prior: string, ...more: readonly string[]) {
  const result = await runCli(['check', path, '--prior', prior, '--format', 'json', ...more]);
  const document = checkDocument.parse(JSON.parse(result.stdout));
  return { ...result, comparisons: document.studies.map(({ comparison }) => comparison) };
}

/** The sample as of another date: another study of the same patient on the same scanner. */
async function asOf(folder: string, sample: string, date: string, uids: string): Promise<string> {
  return writeSample(join(root.path, folder), sample, (bytes, path) => {
    if (!path.endsWith('.dcm')) return bytes;
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(/20250(318|506)/g, date);
    return Buffer.from(text.replaceAll(/2\.25\.\d{4}/g, `2.25.${uids}`), 'latin1');
  });
}

describe('check --prior', () => {
  test('compares with the earlier study, and exits as without it', async () => {
    const alone = await runCli(['check', may, '--format', 'json']);
    const { status, stderr, stdout, comparisons } = await compare(may, march);
    expect({ status, stderr }).toStrictEqual({ status: alone.status, stderr: '' });
    const [comparison] = comparisons;
    expect(comparison).toMatchObject({
      priorStudyDate: '2025-03-18',
      outcome: 'not-comparable',
      samePatient: false,
      notes: [expect.stringContaining('the patient ids of the two studies differ')],
      interval: { months: 1, days: 18 },
    });
    const faults = comparison?.findings.flatMap(({ constraint, sequence, status: each, weight }) =>
      each === 'not-met' && weight === 'fault' ? [`${constraint} ${sequence ?? 'scanner'}`] : [],
    );
    expect(faults).toStrictEqual([
      'fieldStrength scanner',
      'manufacturer scanner',
      'model scanner',
      'deviceSerial scanner',
      'acquiredInPlane DWI',
      'dimension FLAIR',
      'plane FLAIR',
      'sliceThickness FLAIR',
      'sliceGap FLAIR',
      'acquiredInPlane FLAIR',
      'sliceThickness T2w',
      'acquiredInPlane T2w',
    ]);
    expect(comparison?.evidence.map(({ id }) => id)).toStrictEqual([
      'same-acquisition',
      'between-scanners',
      '2d-flair',
      'same-angulation',
    ]);
    expect(stdout).not.toMatch(/SAMPLE-000|19791103|Sample\^/);
  });

  test('text and page say it in words, each finding with then and now', async () => {
    const text = (await runCli(['check', may, '--prior', march])).stdout.replaceAll(/\s+/g, ' ');
    const page = (await runCli(['check', may, '--prior', march, '--format', 'html'])).stdout;
    expect(text).toContain('COMPARED WITH THE EARLIER STUDY OF 2025-03-18');
    expect(text).toContain('✗ NOT COMPARABLE FOR MEASUREMENT');
    for (const words of [
      'field strength: 3 T → 1.5 T (at most 0.15 T apart)',
      'slice thickness: 1 mm → 5 mm (at most 10 % apart)',
      'counting lesions, telling new T2 lesions and measuring brain volume and atrophy',
      'Time since the study of 2025-03-18: 1 month and 18 days',
      'The limits of this comparison are defaults of this product, not guideline text',
    ]) {
      expect(text).toContain(words);
      expect(page).toContain(words);
    }
  });

  test('the same protocol a year later is comparable, of the same patient and on time', async () => {
    const later = await asOf('later', 'diagnosis-compliant', '20260318', '9999');
    const { comparisons, stderr } = await compare(later, march, '--indication', 'pml-safety');
    expect(stderr).toBe('');
    expect(comparisons).toMatchObject([
      { outcome: 'comparable', samePatient: true, notes: [], evidence: [], interval: { months: 12, days: 0 } },
    ]);
    expect(comparisons[0]?.findings.filter(({ status }) => status !== 'met')).toStrictEqual([]);
  });

  test('twelve months and a fortnight are on time by our grace, and the report says whose it is', async () => {
    const later = await asOf('fortnight', 'diagnosis-compliant', '20260401', '9998');
    const options = ['--prior', march, '--protocol', 'cmsc-2016', '--indication', 'monitoring'];
    const { stdout } = await runCli(['check', later, ...options]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Time since the study of 2025-03-18: 12 months and 14 days ✓ cmsc-2016, monitoring: on time; on treatment, every 12 to 24 months: on time (Traboulsee 2016, Table 5: every 1–2 years on treatment); high-risk CIS, every 6 to 12 months: on time (14 days of grace, ours: the paper gives none; Traboulsee 2016, Table 5: high-risk CIS every 6–12 months); ',
    );
  });

  test("a site's own file states its own interval", async () => {
    const shipped = await readFile(new URL('../../protocols/poland-2020.yaml', import.meta.url), 'utf8');
    const interval =
      "intervals: [{ id: monitoring.all, indication: monitoring, situation: every-patient, max: 1, unit: months, verification: primary, citation: 'Our book, page 4' }]\n";
    const ours = shipped
      .replace('id: poland-2020', 'id: our-site')
      .replace('\nexamples:\n', `\n${interval}\nexamples:\n`);
    const path = await writeBelow(root.path, 'ours.yaml', ours);
    const { comparisons } = await compare(may, march, '--protocol', path);
    expect(comparisons[0]?.interval?.judgements).toMatchObject([
      {
        protocol: 'our-site',
        revision: 1,
        timing: 'overdue',
        grace: null,
        situations: [{ id: 'monitoring.all', situation: 'every patient', asked: 'at least every month' }],
      },
    ]);
  });

  test('of several earlier studies takes the latest that is not newer, and says so', async () => {
    const several = join(root.path, 'several');
    const dates = { '20240101': '7001', '20250102': '7002', '20260101': '7003' };
    for (const [date, uid] of Object.entries(dates))
      await asOf(join('several', date), 'follow-up-three-misses', date, uid);
    const { comparisons } = await compare(may, several);
    expect(comparisons).toMatchObject([
      {
        priorStudyDate: '2025-01-02',
        notes: [
          'of 3 other studies that were given, this is the latest that is not newer and has a sequence of the same region',
        ],
      },
    ]);
  });

  test('of several studies each is compared with its own, and one without is named', async () => {
    const archive = join(root.path, 'archive');
    await asOf(join('archive', 'old'), 'follow-up-three-misses', '20240101', '6001');
    await asOf(join('archive', 'new'), 'follow-up-three-misses', '20250601', '6002');
    const { comparisons, stderr } = await compare(archive, march);
    expect(comparisons.map((comparison) => comparison?.priorStudyDate ?? null)).toStrictEqual([null, '2025-03-18']);
    expect(stderr).toBe('ms-mri-check: --prior holds no earlier study than that of 2024-01-01.\n');
  });

  test('without a patient id it says that this was not checked', async () => {
    const nameless = await writeSample(join(root.path, 'nameless'), 'diagnosis-compliant', (bytes) =>
      withoutElement(bytes, 0x0010, 0x0020, 'LO'),
    );
    const { comparisons } = await compare(may, nameless);
    expect(comparisons).toMatchObject([
      { samePatient: null, notes: ['whether both studies are of the same patient could not be checked'] },
    ]);
  });
});

describe('a --prior that cannot be compared is refused with what to do', () => {
  test('a newer study', async () => {
    expect(await runCli(['check', march, '--prior', may])).toStrictEqual({
      status: 64,
      stdout: '',
      stderr: `ms-mri-check: --prior ${may}: what it holds is newer (2025-05-06) than the study to check (2025-03-18); name an earlier study, or swap the two.\n`,
    });
  });

  test('the same study', async () => {
    const { status, stdout, stderr } = await runCli(['check', march, '--prior', march]);
    expect({ status, stdout }).toStrictEqual({ status: 64, stdout: '' });
    expect(stderr).toContain('this is the same study as the one to check; name an earlier one.');
  });

  test('a folder without MR', async () => {
    await writeBelow(root.path, 'letters/letter.txt', 'Dear colleague,');
    const { status, stdout, stderr } = await runCli(['check', march, '--prior', join(root.path, 'letters')]);
    expect({ status, stdout }).toStrictEqual({ status: 66, stdout: '' });
    expect(stderr).toContain('no MR image was found in it; name the folder of an earlier study.');
  });

  test('a path that is not there', async () => {
    const { status, stdout, stderr } = await runCli(['check', march, '--prior', join(root.path, 'absent')]);
    expect({ status, stdout }).toStrictEqual({ status: 66, stdout: '' });
    expect(stderr).toContain('absent: There is no such file or folder.');
  });
});

describe('an earlier study of another region', () => {
  let brain: string;
  let brainBefore: string;
  let cordBefore: string;
  beforeAll(async () => {
    const write = (name: string, series: readonly number[], studyDate: string, seed: number) =>
      writePart(join(root.path, 'regions', name), { series, studyDate, seed });
    brain = await write('brain', brainSeries, '20260318', 11);
    brainBefore = await write('before/brain', brainSeries, '20250318', 12);
    cordBefore = await write('before/cord', cordSeries, '20250918', 13);
  });

  test('is passed over for an older one of the same region, and the interval is since that one', async () => {
    const { comparisons } = await compare(brain, dirname(brainBefore), '--indication', 'monitoring');
    expect(comparisons).toMatchObject([
      {
        priorStudyDate: '2025-03-18',
        outcome: 'comparable',
        interval: { months: 12, days: 0 },
        notes: [
          'of 2 other studies that were given, this is the latest that is not newer and has a sequence of the same region',
        ],
      },
    ]);
  });

  test('gives way to the brain where the study shows both, since the intervals are those of the brain', async () => {
    const both = await writePart(join(root.path, 'regions/both'), {
      series: [...brainSeries, ...cordSeries],
      studyDate: '20260318',
      seed: 14,
    });
    const { comparisons } = await compare(both, dirname(brainBefore));
    expect(comparisons).toMatchObject([{ priorStudyDate: '2025-03-18' }]);
    expect((await compare(both, cordBefore)).comparisons).toMatchObject([{ priorStudyDate: '2025-09-18' }]);
  });

  test('alone cannot be told, in a plain sentence', async () => {
    const { comparisons } = await compare(brain, cordBefore);
    const sentence = 'the earlier study shows another part of the body: nothing of the two can be compared';
    expect(comparisons).toMatchObject([{ outcome: 'cannot-tell', notes: [sentence] }]);
    const text = (await runCli(['check', brain, '--prior', cordBefore])).stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain(`note: ${sentence}`);
  });
});
