import { expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { mprage, series } from './headers.ts';

const contrastOf = (attributes: ImageAttributes) =>
  recogniseAcquisitions(series({ ...mprage, ...attributes }))[0]?.contrastEnhanced;

test.each([
  'Dotarem',
  'ProHance',
  'Gadavist',
  'GADOVIST 1.0',
  'Clariscan 10ml',
  'yes',
  'ja',
  'contrast',
  'KM',
])('the agent "%s" is contrast', (agent) => {
  expect(contrastOf({ ContrastBolusAgent: agent })).toBe('yes');
});

test.each(['NONE', 'no', 'ohne', 'Kein'])('the agent "%s" says that none was given', (agent) => {
  expect(contrastOf({ ContrastBolusAgent: agent })).toBe('no');
});

test('an intact header without the Contrast/Bolus module says no contrast', () => {
  expect(contrastOf({})).toBe('no');
});

test('an empty agent is unknown', () => {
  expect(contrastOf({ ContrastBolusAgent: '' })).toBe('unknown');
});

test.each([
  ['identity removed', { PatientIdentityRemoved: 'YES' }],
  ['blanked descriptions', { SeriesDescription: '', ProtocolName: '' }],
])('a stripped header (%s) without the module is unknown', (_, attributes) => {
  expect(contrastOf(attributes)).toBe('unknown');
});

test.each([
  ['t1 mprage +Gd', 'yes'],
  ['T1 nach KM', 'yes'],
  ['Ax T1 POST', 'yes'],
  ['T1 c+', 'yes'],
  ['t1 pre contrast', 'no'],
  ['t1 ohne KM', 'no'],
  ['T1 nativ', 'no'],
  ['t1 pre and post', 'unknown'],
])('without a recorded agent the description "%s" means %s', (SeriesDescription, state) => {
  expect(contrastOf({ SeriesDescription, ProtocolName: 't1' })).toBe(state);
});

test('a recorded volume is contrast even where the agent is empty', () => {
  expect(contrastOf({ ContrastBolusAgent: '', ContrastBolusVolume: 8 })).toBe('yes');
});
