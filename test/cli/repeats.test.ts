import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brainSeries, sampleSeries, writePart } from './partOfSample.ts';
import { runCli } from './runCli.ts';
import { temporaryFolder } from './temporaryFolder.ts';

test('a FLAIR that was run twice is said to be, in the list, the report and the page', async () => {
  await using root = await temporaryFolder();
  const flair = sampleSeries(3);
  const again = { ...flair, number: 33, folder: '033_flair', startsAtS: flair.startsAtS + 500 };
  const study = await writePart(join(root.path, 'twice'), {
    series: brainSeries,
    studyDate: '20250318',
    seed: 1,
    more: [again],
  });
  const says = 'the same as series 3: probably a repeat; the better of the two counts';
  const shown = async (...args: readonly string[]) => (await runCli(args)).stdout.replaceAll(/\s+/g, ' ');
  expect(await shown('acquisitions', study)).toContain(`isotropic voxels, 1 mm; ${says}`);
  expect(await shown('check', study)).toContain(`Series 33 (FLAIR 3D sagittal): ${says}.`);
  expect(await shown('check', study, '--format', 'html')).toContain(`<p>Series 33 (FLAIR 3D sagittal): ${says}.</p>`);
});
