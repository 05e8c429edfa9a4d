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

test.each(['-', '?', 'unknown', 'N/A', 'REMOVED', 'ANONYMIZED', 'XXXX'])('the agent "%s" says nothing', (agent) => {
  expect(contrastOf({ ContrastBolusAgent: agent })).toBe('unknown');
});

test.each([
  'NONE',
  'no',
  'ohne',
  'Kein',
  'Without contrast',
  'W/O',
  'no gad',
  'NO IV CONTRAST',
  'non-contrast',
  'ohne KM',
  'kein Kontrastmittel',
  'sans injection',
  'senza mdc',
  '0 ml',
  '0.0',
  'not given',
  'No Dotarem',
  'PRE CONTRAST',
  'Saline',
  'NaCl flush 20 ml',
])('the agent "%s" says that none was given', (agent) => {
  expect(contrastOf({ ContrastBolusAgent: agent })).toBe('no');
});

test.each([
  'Buscopan',
  'Buscopan 20 mg i.v.',
  'GLUCAGON',
  'Lasix 10mg',
  'Buscopan + NaCl',
])('the drug "%s" is no contrast agent, and says nothing of one', (agent) => {
  expect(contrastOf({ ContrastBolusAgent: agent })).toBe('unknown');
});

test.each([
  'Gadovist 7.5 ml + NaCl 20 ml',
  'Buscopan, Dotarem',
  'KM + saline flush',
])('what is injected beside an agent does not deny it: "%s"', (agent) => {
  expect(contrastOf({ ContrastBolusAgent: agent })).toBe('yes');
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
  ['T1 no contrast', 'no'],
  ['T1 not enhanced', 'no'],
  ['T1 vor KM', 'no'],
  ['T1 KM-', 'no'],
  ['T1-KM', 'yes'],
  ['T1 antes contraste', 'no'],
  ['AX T1 POST FOSSA 3MM', 'no'],
  ['t1_post_op', 'no'],
  ['t1_tse_C-spine', 'no'],
  ['T1 enhanced', 'unknown'],
  ['T1 PRÄ KM', 'no'],
  ['AX T1 POSTGAD', 'yes'],
  ['T1 nach Kontrastmittel', 'yes'],
  ['T1 avec injection', 'yes'],
])('without a recorded agent the description "%s" means %s', (SeriesDescription, state) => {
  expect(contrastOf({ SeriesDescription, ProtocolName: 't1' })).toBe(state);
});

test('a recorded volume is contrast even where the agent is empty', () => {
  expect(contrastOf({ ContrastBolusAgent: '', ContrastBolusVolume: 8 })).toBe('yes');
});

test.each([
  ['MRI BRAIN W AND WO CONTRAST', 'unknown'],
  ['MRI BRAIN W CONTRAST', 'unknown'],
  ['MRI BRAIN WITHOUT CONTRAST', 'no'],
  ['MR Brain and Cervical Spine MS', 'no'],
])('where nothing is recorded, a study described as "%s" means %s', (StudyDescription, state) => {
  expect(contrastOf({ StudyDescription })).toBe(state);
});
