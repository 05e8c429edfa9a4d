import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDocument } from './contractSchema.ts';
import { brainSeries, cordSeries, type Part, writePart } from './partOfSample.ts';
import { runCli } from './runCli.ts';
import { type TemporaryFolder, temporaryFolder } from './temporaryFolder.ts';

let root: TemporaryFolder;
let brain: string;

beforeAll(async () => {
  root = await temporaryFolder();
  brain = await write('brain', { series: brainSeries, studyDate: '20251115', seed: 1 });
});
afterAll(() => root[Symbol.asyncDispose]());

function write(name: string, part: Part): Promise<string> {
  return writePart(join(root.path, name), part);
}

/** By study date and requirement: whether brain and cord were both imaged, and why. */
async function bothImaged(...args: readonly string[]) {
  const { stdout, stderr } = await runCli([
    'check',
    ...args,
    '--protocol',
    '2024',
    '--indication',
    'diagnosis',
    '--format',
    'json',
  ]);
  const { studies } = checkDocument.parse(JSON.parse(stdout));
  const answers = studies.flatMap(({ studyDate, verdicts }) =>
    verdicts.flatMap(({ requirements }) =>
      requirements
        .filter(({ id }) => id === 'brain.with-cord' || id === 'cord.with-brain')
        .map(({ id, status, findings }) => [studyDate, id, status, findings[0]?.note]),
    ),
  );
  return { answers, stderr };
}

const notKnown =
  'this study does not show the spinal cord; whether it was imaged in another within 90 days is not known: add an examination of the spinal cord';

describe('brain and cord at diagnosis, in two studies', () => {
  test('given together each counts for the other', async () => {
    const cord = await write('cord', { series: cordSeries, studyDate: '20260213', seed: 2 });
    expect(await bothImaged(brain, cord)).toStrictEqual({
      answers: [
        ['2025-11-15', 'brain.with-cord', 'met', 'the spinal cord was imaged in another study, 90 days apart'],
        ['2026-02-13', 'cord.with-brain', 'met', 'the brain was imaged in another study, 90 days apart'],
      ],
      stderr: '',
    });
    const text = (await runCli(['check', brain, cord, '--protocol', '2024'])).stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain('why: the spinal cord was imaged in another study, 90 days apart');
    const page = (await runCli(['check', brain, cord, '--protocol', '2024', '--format', 'html'])).stdout;
    expect(page).toContain('<dt>Why</dt><dd>the spinal cord was imaged in another study, 90 days apart</dd>');
  });

  test('the earlier one may be named by --prior', async () => {
    const earlier = await write('earlier', { series: cordSeries, studyDate: '20251015', seed: 3 });
    expect((await bothImaged(brain, '--prior', earlier)).answers).toStrictEqual([
      ['2025-11-15', 'brain.with-cord', 'met', 'the spinal cord was imaged in another study, 31 days apart'],
    ]);
  });

  test.each([
    ['more than 90 days apart', { studyDate: '20260214' }],
    ['of another patient', { attributes: { PatientID: 'SAMPLE-0002' } }],
    ['of a patient who is not named', { attributes: { PatientID: '' } }],
    ['without a date', { studyDate: '' }],
    ['a localizer of the cord alone', { series: [8] }],
    ['of the brain too', { series: brainSeries }],
  ])('one that is %s leaves it open', async (name, differing) => {
    const other = await write(name, { series: cordSeries, studyDate: '20251116', seed: 4, ...differing });
    const { answers } = await bothImaged(brain, other);
    expect(answers).toContainEqual(['2025-11-15', 'brain.with-cord', 'cannot-tell', notKnown]);
  });
});
