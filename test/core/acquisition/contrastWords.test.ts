import { expect, test } from 'vitest';
import { saidOfContrast } from '../../../core/acquisition/contrastWords.ts';

test.each([
  'T1+C',
  'AX T1 C+',
  't1 +C',
  'T1 postGd',
  'T1 Gd',
  'CE-MRA',
  'T1 GAD',
  'T1 3D après injection',
  'T1 après injection de gadolinium',
  'T1 INJ',
  't1 nach KM',
  't1_nach_der_KM',
  'T1 mit Kontrastmittel',
  'T1 dopo mdc',
  'T1 SE MDC',
  'T1 na contrast',
  'T1 con contraste',
  'T1 CIV',
  'T1 IV con contraste',
  'T1 com contraste',
  'T1 pós-contraste',
  'SAG T1 POST',
  'T1 CM',
  'T1 nach Dotarem',
  'T1 con m.d.c.',
])('"%s" says after contrast', (text) => {
  expect(saidOfContrast([text])).toBe('after');
});

test.each([
  't1 pre',
  'T1 PRECONTRAST',
  'AX T1 W/O',
  'AX T1 WITHOUT',
  'T1 sans injection',
  "T1 avant l'injection",
  'T1 vor KM',
  'T1 ohne KM',
  'T1 nativ',
  'T1 senza mdc',
  'T1 prima del mdc',
  'T1 zonder contrast',
  'T1 sin contraste',
  'T1 sem contraste',
  'T1 antes do contraste',
  'T1 non-contrast',
  'T1 KM-',
  'T1 TSE TRA OHNE',
  'T1 pre ProHance',
])('"%s" says before contrast', (text) => {
  expect(saidOfContrast([text])).toBe('before');
});

test.each([
  'MRI BRAIN W AND W/O CONTRAST',
  'IRM sans et avec injection',
  'MR mit und ohne KM',
  'T1 pre/post Gd',
])('"%s" speaks of both', (text) => {
  expect(saidOfContrast([text])).toBe('both');
});

test.each([
  't1_post-op',
  'AX T1 POST FOSSA',
  'posterior fossa t2',
  'T1 postprocessed',
  'Phase contrast',
  'PC Phasenkontrast',
  'T1 without fat sat',
  'T1 w/o FS',
  'prescan',
  'T1W C-spine',
  'T1_C-SPINE',
  'AX T1 5 CM',
  'pCASL post label delay',
  'T1 native space',
  'neck injury',
  't1_mprage_sag',
])('"%s" says nothing of contrast', (text) => {
  expect(saidOfContrast([text])).toBe('nothing');
});

test.each([
  ['t1_tra_v.KM', 'before'],
  ['t1 o. KM', 'before'],
  ['T1 s/ contraste', 'before'],
  ['T1 z. contrast', 'before'],
  ['T1KM', 'after'],
  ['T1 nKM', 'after'],
  ['AxT1Post', 'after'],
  ['T1postGd', 'after'],
  ['T1 IV+', 'after'],
  ['T1 IV-', 'before'],
  ['T1 nach i.v. KM', 'after'],
  ['T1 vor i.v. KM', 'before'],
  ['T1 PRÄ KM', 'before'],
  ['T1 prä', 'before'],
  ['T1 C/C', 'after'],
  ['loc A/S/C', 'nothing'],
  ['T1 C/IV', 'after'],
  ['T1 s/iv', 'before'],
  ['T1 d.c.', 'after'],
  ['T1 con m.d.c.', 'after'],
  ['T1 PÓS', 'after'],
  ['T1 w/', 'after'],
  ['T1 w/o', 'before'],
  ['T1 w/wo', 'both'],
])('abbreviated or run together: %s is %s', (text, said) => {
  expect(saidOfContrast([text])).toBe(said);
});

test.each([
  'T1 IV',
  'T1 i.v.',
  'T1 CC',
  'T1 enhanced',
  'T1 POS',
])('"%s" may mean contrast and something else: it is no absence of it', (text) => {
  expect(saidOfContrast([text])).toBe('perhaps');
});
