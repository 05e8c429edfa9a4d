import { expect, test } from 'vitest';
import { isSamePatient, patientMark } from '../../cli/patientMark.ts';

const marksOf = (...patients: readonly (readonly [string | null, string | null])[]) =>
  patients.flatMap(
    ([PatientID, IssuerOfPatientID]) => patientMark({ PatientID, IssuerOfPatientID, PatientBirthDate: null }) ?? [],
  );

test.each([
  [[['1', null]], [['1', null]], true],
  [[[' 1 ', 'A']], [['1', 'A']], true],
  [[['1', 'A']], [['1', null]], true],
  [[['1', 'A']], [['1', 'B']], null],
  [[['1', 'A']], [['2', 'A']], false],
  [[['1', null]], [['2', null]], false],
  [[[null, null]], [['2', null]], null],
  [[['', null]], [['', null]], null],
  [
    [
      ['1', null],
      ['2', null],
    ],
    [['1', null]],
    null,
  ],
] as const)('patients %j and %j', (some, others, expected) => {
  expect(isSamePatient(marksOf(...some), marksOf(...others))).toBe(expected);
});

test('a mark does not show the id', () => {
  expect(marksOf(['SAMPLE-0001', 'HOSPITAL']).join()).not.toMatch(/SAMPLE|HOSPITAL/);
});
