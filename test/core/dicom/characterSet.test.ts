import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { characterSetOf } from '../../../core/dicom/characterSet.ts';
import { latin } from './dicomBytes.ts';

/** `term\term` as it stands in the header, and bytes one a character. */
function decoded(terms: string, bytes: string): readonly [string, string | null] {
  const { decode, remark } = characterSetOf(terms.split('\\'));
  return [decode(latin(bytes)), remark];
}

describe('one set for the whole text', () => {
  it.each([
    ['ISO_IR 100', 'Buc^J\xe9r\xf4me', 'Buc^Jérôme'],
    ['ISO_IR 101', 'Wa\xb3\xeasa', 'Wałęsa'],
    ['ISO_IR 109', 'anta\xfdnomo', 'antaŭnomo'],
    ['ISO_IR 110', 'v\xe4rds', 'värds'],
    ['ISO_IR 126', '\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2', 'Διονυσιος'],
    ['ISO_IR 127', '\xe2\xc8\xc7\xe6\xea', 'قباني'],
    ['ISO_IR 138', '\xf9\xf8\xe5\xef', 'שרון'],
    ['ISO_IR 144', '\xbb\xee\xda\x63\x65\xdc\xd1\x79\x70\xd3', 'Люкceмбypг'],
    ['ISO_IR 148', '\xc7avu\xfeo\xf0lu', 'Çavuşoğlu'],
    ['ISO_IR 166', '\xb9\xd2\xc1', 'นาม'],
    ['ISO_IR 203', 'c\xbdur \xa4', 'cœur €'],
    ['ISO_IR 13', '\xd4\xcf\xc0\xde', 'ﾔﾏﾀﾞ'],
    ['ISO_IR 192', '\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1', '王^小東'],
    ['GB18030', '\xcd\xf5^\xd0\xa1\xb6\xab', '王^小东'],
    ['GBK', '\xcd\xf5^\xd0\xa1\x96|', '王^小東'],
  ])('%s', (term, bytes, text) => {
    expect(decoded(term, bytes)).toEqual([text, null]);
  });
});

describe('code extensions, as the examples of PS3.5 Annexes H to K write them', () => {
  it.each([
    [
      'H.3.1',
      '\\ISO 2022 IR 87',
      'Yamada=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B',
      'Yamada=山田^太郎=やまだ',
    ],
    [
      'H.3.2',
      'ISO 2022 IR 13\\ISO 2022 IR 87',
      '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J',
      'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎',
    ],
    [
      'I.2',
      '\\ISO 2022 IR 149',
      'Hong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf',
      'Hong=洪^吉洞=홍^길동',
    ],
    [
      'I.3',
      '\\ISO 2022 IR 149',
      '\x1b$)CThe first line includes \xb1\xe6\xb5\xbf.\r\n\x1b$)CThe second, \xb1\xe6\xb5\xbf, too.\r\nThe third.',
      'The first line includes 길동.\r\nThe second, 길동, too.\r\nThe third.',
    ],
    ['K.2', '\\ISO 2022 IR 58', 'Zhang=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab', 'Zhang=张^小东'],
    ['K.3', '\\ISO 2022 IR 58', '1.\x1b$)A\xb5\xda\xd2\xbb\r\n2.\x1b$)A\xb5\xda\xb6\xfe\r\n', '1.第一\r\n2.第二\r\n'],
  ])('%s', (_section, terms, bytes, text) => {
    expect(decoded(terms, bytes)).toEqual([text, null]);
  });

  it('of JIS X 0212 stand beside JIS X 0208', () => {
    const terms = '\\ISO 2022 IR 87\\ISO 2022 IR 159';
    expect(decoded(terms, 'T2 \x1b$BF,\x1b$(D0!\x1b(B end')).toEqual(['T2 頭丂 end', null]);
  });

  it('of JIS X 0201 katakana may be designated', () => {
    expect(decoded('\\ISO 2022 IR 13', 'a \x1b)I\xd4\xcf\xc0\xde')).toEqual(['a ﾔﾏﾀﾞ', null]);
  });

  it('mix Latin, Greek and Cyrillic in one text', () => {
    const terms = 'ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126';
    const bytes = 'J\xe9r\xf4me / \x1b-F\xc4\xe9\xef\xed / \x1b-L\xbb\xee\xda / \x1b-AJ\xe9';
    expect(decoded(terms, bytes)).toEqual(['Jérôme / Διον / Люк / Jé', null]);
  });
});

describe('what was designated', () => {
  const greekBesideLatin = 'ISO 2022 IR 100\\ISO 2022 IR 126';

  it.each(['\\', '\r', '\n', '\f', '\t'])('ends with %j', (delimiter) => {
    expect(decoded(greekBesideLatin, `\x1b-F\xc4\xe9${delimiter}J\xe9`)).toEqual([`Δι${delimiter}Jé`, null]);
  });

  it('does not end with a backslash that is the second half of a character', () => {
    expect(decoded('\\ISO 2022 IR 87', '\x1b$B9=%\\\x1b(B\\b')).toEqual(['構ボ\\b', null]);
  });

  it('does not end with one that is the first half', () => {
    expect(decoded('\\ISO 2022 IR 87', '\x1b$B9=\\!\x1b(B')).toEqual(['構棔', null]);
  });

  it('leaves spaces and line breaks between double bytes as they are', () => {
    expect(decoded('\\ISO 2022 IR 87', '\x1b$BF, F,\x1b(B')).toEqual(['頭 頭', null]);
  });

  it('by nothing is of the set that is named beside ASCII', () => {
    expect(decoded('\\ISO 2022 IR 149', '\xb3\xfa T1')).toEqual(['뇌 T1', null]);
    expect(decoded('ISO 2022 IR 6\\ISO 2022 IR 144', '\xbc\xbe')).toEqual(['МО', null]);
  });

  it('by an escape sequence of no known set is dropped', () => {
    expect(decoded(greekBesideLatin, 'a\x1b-Zb\x1b(Bc\x1b')).toEqual(['abc', null]);
  });
});

describe('a term that is written otherwise', () => {
  it.each([
    ['ISO-IR 144', null],
    ['iso_ir_144', null],
    ['ISO IR 144 ', null],
    ['ISO_IR144', null],
    ['ISO 8859-5', 'SpecificCharacterSet is not written as DICOM defines it; it was understood all the same'],
    ['ISO_8859-5', 'SpecificCharacterSet is not written as DICOM defines it; it was understood all the same'],
  ])('%j is Cyrillic', (term, remark) => {
    expect(decoded(term, '\xbc\xbe')).toEqual(['МО', remark]);
  });

  it('UTF-8 is ISO_IR 192', () => {
    expect(decoded('UTF-8', '\xe8\x84\xb3')).toEqual([
      '脳',
      'SpecificCharacterSet is not written as DICOM defines it; it was understood all the same',
    ]);
  });
});

describe('terms that are wrong', () => {
  it('read as Latin-1 where none is known', () => {
    expect(decoded('ISO_IR 999', 'Sch\xe4del')).toEqual([
      'Schädel',
      'SpecificCharacterSet names an unknown character set; text was read as Latin-1',
    ]);
  });

  it('are passed over beside one that is known', () => {
    expect(decoded('ISO 2022 IR 144\\ISO 2022 IR 999', '\xbc\xbe')).toEqual([
      'МО',
      'SpecificCharacterSet names an unknown character set beside others; it was passed over',
    ]);
  });

  it('exclude each other where one prohibits code extensions: the first counts', () => {
    const exclusive = 'SpecificCharacterSet names sets that exclude each other; not all were used';
    expect(decoded('ISO_IR 192\\ISO 2022 IR 87', '\xe8\x84\xb3')).toEqual(['脳', exclusive]);
    expect(decoded('ISO 2022 IR 100\\ISO_IR 192', 'J\xe9')).toEqual(['Jé', exclusive]);
  });

  it('put UTF-8 behind an empty value, which adds nothing to it', () => {
    expect(decoded('\\ISO_IR 192', '\xe8\x84\xb3')).toEqual(['脳', null]);
  });
});

test('no value is the default repertoire', () => {
  expect(characterSetOf([]).decode(latin('T1 \xe9'))).toBe('T1 é');
  expect(decoded('', 'T1')).toEqual(['T1', null]);
});

const terms = [
  '',
  'ISO 2022 IR 13',
  'ISO 2022 IR 87',
  'ISO 2022 IR 100',
  'ISO 2022 IR 126',
  'ISO 2022 IR 149',
  'ISO_IR 192',
];

test('ASCII is ASCII in every set, and no bytes make it throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...terms), { maxLength: 3 }),
      fc.stringMatching(/^[ -~]{0,20}$/),
      fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0x1b, 0x24, 0x28, 0x29, 0x42, 0x5c)), { maxLength: 60 }),
      (chosen, ascii, bytes) => {
        const { decode } = characterSetOf(chosen);
        expect(decode(latin(ascii))).toBe(ascii);
        expect(decode(Uint8Array.from(bytes)).length).toBeLessThanOrEqual(bytes.length);
      },
    ),
  );
});
