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

  it('has one row for every interval of every edition, with its bounds, verification, grace and source', () => {
    const table = rows.slice(rows.indexOf('## Time between MRIs of the brain'));
    const asked = protocols.flatMap(({ id, intervals = [] }) => intervals.map(() => id));
    expect(table.filter((row) => /^\| [a-z]/.test(row)).map((row) => row.split(' ')[1])).toEqual(asked);
    expect(table).toContain(
      '| cmsc-2016 | PML safety | high PML risk (JCV-positive, 18 months of natalizumab or more) | every 3 to 6 months **P** | 14 days (ours: the paper gives none) | Traboulsee 2016, Table 5: every 3–6 months when JCV-positive and ≥18 months of natalizumab |',
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
