import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../core/library/catalogue.ts';
import { findProtocol, protocols } from '../../../core/protocol/index.ts';

const rows = catalogue(protocols).split('\n');

describe('the catalogue', () => {
  it('has one row for every requirement of every edition', () => {
    for (const { id: edition, requirements } of protocols) {
      for (const { id } of requirements) {
        expect(rows.filter((row) => row.startsWith(`| ${edition} | \`${id}\`<br>`))).toHaveLength(1);
      }
    }
  });

  it('says level, condition, verification and source of each indication', () => {
    expect(rows.find((row) => row.startsWith('| magnims-cmsc-naims-2021 | `brain.t2`'))).toBe(
      '| magnims-cmsc-naims-2021 | `brain.t2`<br>Axial T2w, or 3D T2w | required **R** | required; optional where a good 3D FLAIR was acquired **U** | required; optional where a good 3D FLAIR was acquired **U** | Wattjes 2021, brain, diagnosis: axial T2w (Rocca 2024, Table 3)<br>Wattjes 2021, brain, monitoring: axial T2w, optional with a good 3D FLAIR (not read)<br>Wattjes 2021, brain, PML safety: axial T2w, optional with a good 3D FLAIR (not read) |',
    );
  });

  it('says what is not asked, what is not chosen by itself, and links the papers that are known', () => {
    const poland = findProtocol('poland-2020');
    if (poland === undefined) throw new Error('poland-2020 is not shipped');
    const text = catalogue([poland]);
    expect(text).toContain('| active | since 2020-01-01 | no (PL) |');
    expect(text).toContain(
      '**P** | – | – | PMC7315047, basic set: sagittal and axial FLAIR after contrast (as recommended by us) |',
    );
    expect(catalogue(protocols)).toContain('[doi](https://doi.org/10.1016/S1474-4422(21)00095-8)');
  });

  it('keeps a table whole whatever a file says', () => {
    const [first] = protocols;
    if (first === undefined) throw new Error('nothing is shipped');
    const odd = { ...first, title: 'a | b\nc' };
    expect(catalogue([odd])).toContain('<br>a \\| b c |');
  });
});
