import { describe, expect, test } from 'vitest';
import { renderAcquisitionsText, renderText } from '../../../core/report/index.ts';
import { flair, flairRequirement, metFlair, report, study, thicknessFinding, verdict } from './reportBuilder.ts';

const heading = `Study of 2025-01-01 · Brain MS
SIEMENS Prisma, 3 T
Study UID 1.2.3
────────────────────────────────────────────────────────────────────────
Series  Sequence  2D/3D  Plane     Region  Thickness  Gap   In-plane (mm)  Slices  Description
4       FLAIR     3D     sagittal  brain   1 mm       0 mm  1 × 1          176     t2_space_dark-fluid_sag`;

describe('renderText', () => {
  test('a study that is not compliant: what is asked, what came nearest and what mends it', () => {
    expect(renderText(report(study()))).toBe(`${heading}

BRAIN · a-protocol-of-no-catalogue, revision 1
✗ For diagnosis: NOT COMPLIANT: something required is not met

  ✗   3D FLAIR, or 2D FLAIR in two planes
      not met; required for diagnosis
      nearest: series 4 (FLAIR 3D sagittal)
      to mend: slice thickness 5 mm → at most 3 mm
      source:  [1]

  Sources
   [1] Wattjes 2021, Table 1

Read 176 files: 176 image objects, 2.9 MB of 105 MB.

This check judges how the images were acquired, not what they show. It is not a medical device and
makes no diagnosis.
`);
  });

  test('the same answer for several indications is said once, with what each of them asks', () => {
    const met = flairRequirement(metFlair);
    const text = renderText(
      report(
        study({
          verdicts: [
            verdict({ outcome: 'compliant', requirements: [met] }),
            verdict({ indication: 'monitoring', outcome: 'compliant', requirements: [met] }),
            verdict({
              indication: 'pml-safety',
              outcome: 'compliant',
              requirements: [{ ...met, level: 'optional', verification: 'pending' }],
            }),
          ],
        }),
      ),
    );
    expect(text).toContain(`
✓ For diagnosis:  COMPLIANT: everything required is met
✓ For monitoring: COMPLIANT: everything required is met
✓ For PML safety: COMPLIANT: everything required is met

  ✓   3D FLAIR, or 2D FLAIR in two planes
      met by series 4 (FLAIR 3D sagittal); required for diagnosis and monitoring; optional for PML
      safety
      source:  [1], [1] (pending check against the paper)
`);
  });

  test('what cannot be judged is marked ?, says why, and is neither a pass nor a fault', () => {
    const findings = [
      thicknessFinding({
        status: 'cannot-tell',
        acquisition: null,
        observed: null,
        note: 'the header does not state it',
      }),
    ];
    const requirement = flairRequirement({ status: 'cannot-tell', nearest: null, findings });
    const text = renderText(
      report(study({ verdicts: [verdict({ outcome: 'cannot-tell', requirements: [requirement] })] })),
    );
    expect(text).toContain('? For diagnosis: CANNOT TELL');
    expect(text).toContain(`
  ?   3D FLAIR, or 2D FLAIR in two planes
      cannot tell; required for diagnosis
      why:     the header does not state it
`);
    expect(text).not.toMatch(/[✓✗]/);
  });

  test('an optional requirement that is not met is no fault', () => {
    const requirement = flairRequirement({ level: 'optional' });
    const text = renderText(
      report(study({ verdicts: [verdict({ outcome: 'compliant', requirements: [requirement] })] })),
    );
    expect(text).toContain('  –   3D FLAIR');
    expect(text).not.toContain('✗');
  });

  test('a remark of what satisfied the requirement is said, one of another acquisition is not', () => {
    const note = (acquisition: string, text: string) =>
      thicknessFinding({ acquisition, status: 'met', note: text, remark: true });
    const findings = [note('1.2.3.4#1', 'within what the source tolerates'), note('9#1', 'of no interest')];
    const requirement = flairRequirement({ ...metFlair, findings });
    const text = renderText(report(study({ verdicts: [verdict({ requirements: [requirement] })] })));
    expect(text).toContain('      remark:  within what the source tolerates\n');
    expect(text).not.toContain('of no interest');
  });

  test('each object that was not used is listed with its reason', () => {
    const rejected = [{ path: 'study/letter.pdf', code: 'not-dicom', reason: 'This is a PDF.' }];
    const text = renderText(
      report(study({ reading: { files: 2, instances: 1, bytesRead: 999, bytesTotal: 1500, rejected } })),
    );
    expect(text).toContain(`Read 2 files: 1 image object, 999 bytes of 1.5 kB. Not used:
  · study/letter.pdf: This is a PDF.
`);
  });

  test('a study older than every edition says so, and how to choose one', () => {
    const text = renderText(report(study({ studyDate: '2005-03-01', verdicts: [] })));
    expect(text).toContain('No guideline edition of this catalogue was in force on the date of the study');
    expect(text).toContain('--as-of');
  });

  test('objects that belong to no study have an entry of their own, without a verdict', () => {
    const rejected = [{ path: 'x', code: 'empty', reason: 'Empty file.' }];
    const loose = study({
      studyInstanceUid: null,
      studyDate: null,
      studyDescription: null,
      acquisitions: [],
      verdicts: [],
      reading: { files: 1, instances: 0, bytesRead: 0, bytesTotal: 0, rejected },
    });
    expect(renderText(report(loose))).toBe(`Files that belong to no study
────────────────────────────────────────────────────────────────────────
Read 1 file: 0 image objects, 0 bytes of 0 bytes. Not used:
  · x: Empty file.

This check judges how the images were acquired, not what they show. It is not a medical device and
makes no diagnosis.
`);
  });

  test('text of a header or a file name cannot steer the terminal', () => {
    const hostile = '\x1b[31mred\x1b]0;title\x07\r\n\u202egnal\u2028x\x00';
    const {
      acquiredAt: _,
      contrastDelayMin: _d,
      ...acquisition
    } = flair({
      seriesDescription: hostile,
      scanner: { manufacturer: hostile, model: null, fieldStrengthT: null, station: null, software: null },
    });
    const text = renderText(
      report(
        study({
          studyInstanceUid: hostile,
          studyDescription: hostile,
          acquisitions: [acquisition],
          reading: {
            files: 1,
            instances: 1,
            bytesRead: 1,
            bytesTotal: 1,
            rejected: [{ path: hostile, code: 'x', reason: hostile }],
          },
          verdicts: [
            verdict({
              requirements: [flairRequirement({ title: hostile, nearest: { acquisition: hostile, remedy: hostile } })],
            }),
          ],
        }),
      ),
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('red gnal x');
  });
});

describe('renderAcquisitionsText', () => {
  test('each acquisition has its line, why it was recognised so, and what is odd', () => {
    const { acquiredAt: _, contrastDelayMin: _d, ...first } = flair();
    const {
      acquiredAt: __,
      contrastDelayMin: __d,
      ...second
    } = flair({
      id: '1.2.3.5#1',
      seriesNumber: null,
      seriesDescription: null,
      sequence: 'UNKNOWN',
      contrastEnhanced: 'unknown',
      dimension: null,
      confidence: 0.2,
      evidence: [],
      geometry: { ...first.geometry, sliceThicknessMm: null, gapMm: null, missingSlices: 2 },
    });
    const { verdicts: _verdicts, ...unjudged } = study({ acquisitions: [first, second] });
    expect(renderAcquisitionsText(report(unjudged))).toBe(`Study of 2025-01-01 · Brain MS
SIEMENS Prisma, 3 T
Study UID 1.2.3
────────────────────────────────────────────────────────────────────────
Series  Sequence        2D/3D  Plane     Region  Thickness  Gap   In-plane (mm)  Slices           Description
4       FLAIR           3D     sagittal  brain   1 mm       0 mm  1 × 1          176              t2_space_dark-fluid_sag
        because: inversion recovery, TI 1650 ms with TE 388 ms (97 %)
?       not recognised  ?      sagittal  brain   ?          ?     1 × 1          176 (2 missing)
        because: nothing speaks for any sequence (20 %)
        odd:     not recognised; slices missing: 2; the header does not say: contrast, 2D or 3D,
                 slice thickness

Read 176 files: 176 image objects, 2.9 MB of 105 MB.
`);
  });

  test('what speaks against it is odd, and what several planes of a series share is said once', () => {
    const {
      acquiredAt: _,
      contrastDelayMin: _d,
      ...one
    } = flair({ evidence: ['named FLAIR', 'but also named T2-weighted (T2w)'] });
    const other = { ...one, id: '1.2.3.4#2', plane: 'axial' } as const;
    const { verdicts: _verdicts, ...unjudged } = study({ acquisitions: [one, other] });
    const lines = renderAcquisitionsText(report(unjudged)).split('\n');
    expect(lines.slice(5, 11).map((line) => line.trim().replace(/^4 .*/, 'series 4'))).toEqual([
      'series 4',
      'because: named FLAIR (97 %)',
      'odd:     but also named T2-weighted (T2w)',
      'series 4',
      'because: as the one above',
      'odd:     but also named T2-weighted (T2w)',
    ]);
  });
});
