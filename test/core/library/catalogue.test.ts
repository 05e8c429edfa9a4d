import { describe, expect, it } from 'vitest';
import { askInFull } from '../../../core/library/askInFull.ts';
import { catalogue } from '../../../core/library/catalogue.ts';
import { type Ask, findProtocol, protocols } from '../../../core/protocol/index.ts';

const rows = catalogue(protocols).split('\n');

function cellsOf(edition: string, id: string) {
  const row = rows.find((each) => each.startsWith(`| ${edition} | \`${id}\``));
  const [, , , asked, diagnosis, monitoring, pml, source] = (row ?? '').split(/ ?\| ?/);
  return { asked, diagnosis, monitoring, pml, source };
}

describe('the catalogue', () => {
  it('has one row for every requirement of every edition', () => {
    for (const { id: edition, requirements } of protocols) {
      for (const { id } of requirements) {
        expect(rows.filter((row) => row.startsWith(`| ${edition} | \`${id}\`<br>`))).toHaveLength(1);
      }
    }
  });

  it('says level, condition, verification and source of each indication', () => {
    const { asked, diagnosis, monitoring, pml, source } = cellsOf('magnims-cmsc-naims-2021', 'brain.swi');
    expect({ diagnosis, monitoring, pml, source }).toEqual({
      diagnosis: 'optional **U**',
      monitoring: '–',
      pml: '–',
      source: 'Wattjes 2021, brain, diagnosis: SWI (not read)',
    });
    expect(asked).toContain('in-plane resolution at most 1 mm');
    expect(cellsOf('magnims-cmsc-naims-2021', 'brain.t2').monitoring).toBe(
      'required; optional where a good 3D FLAIR was acquired **U**',
    );
  });

  it('says where alone something is asked', () => {
    expect(cellsOf('magnims-cmsc-naims-2021', 'brain.contrast-delay').asked).toBe(
      'T1w, after contrast: time since the injection at least 5 min<br>only where there is T1w, after contrast',
    );
  });

  it("says the numbers asked, in the source's words and as they are judged", () => {
    expect(cellsOf('magnims-cmsc-naims-2021', 'brain.dwi').asked).toMatch(
      /^DWI.*: slice thickness at most 5 mm, slice gap 10 to 30 % \(judged: at most 30 %\)$/,
    );
    expect(cellsOf('magnims-cmsc-naims-2021', 'brain.field-strength').asked).toBe(
      'every acquisition: field strength at least 1.5 T',
    );
    expect(cellsOf('magnims-cmsc-naims-2024', 'brain.with-cord').asked).toBe(
      'examination of the spinal cord, here or within 90 days',
    );
  });

  it('says sets and alternatives one acquisition a line', () => {
    const flair: Ask = { kind: 'one', sequence: ['FLAIR'], constraints: [] };
    const t2: Ask = { kind: 'one', sequence: ['T2w', 'T2starw'], constraints: [] };
    const dwi: Ask = { kind: 'one', sequence: ['DWI'], derived: true, constraints: [] };
    const inFull: readonly (readonly [Ask, readonly string[]])[] = [
      [{ kind: 'anyOf', of: [flair, t2] }, ['FLAIR', 'or T2w or T2*w']],
      [{ kind: 'atLeast', count: 2, of: [flair, dwi] }, ['FLAIR', 'and DWI (also as a derived image)']],
      [
        { kind: 'anyOf', of: [flair, { kind: 'atLeast', count: 2, of: [flair, t2] }] },
        ['FLAIR', 'or both FLAIR', 'and T2w or T2*w'],
      ],
      [
        { kind: 'anyOf', of: [flair, { kind: 'atLeast', count: 3, of: [flair, t2, flair] }] },
        ['FLAIR', 'or all of FLAIR', 'and T2w or T2*w', 'and FLAIR'],
      ],
      [
        { kind: 'atLeast', count: 2, of: [flair, { kind: 'anyOf', of: [flair, flair] }] },
        ['FLAIR', 'and (FLAIR or FLAIR)'],
      ],
      [{ kind: 'atLeast', count: 2, of: [flair, flair, flair] }, ['at least 2 of', '– FLAIR', '– FLAIR', '– FLAIR']],
    ];
    for (const [ask, lines] of inFull) expect(askInFull(ask)).toEqual(lines);
  });

  it('marks what of a demand is pending though the rest was read', () => {
    expect(cellsOf('magnims-2015', 'brain.flair').pml).toBe('required **P**, numbers pending');
    expect(cellsOf('magnims-2015', 'brain.t2').pml).toBe('required **P**, plane and numbers pending');
    expect(cellsOf('magnims-cmsc-naims-2021', 'brain.flair').monitoring).toBe('required **R**, a part pending');
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
