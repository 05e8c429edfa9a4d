import { describe, expect, it } from 'vitest';
import { diffProtocols } from '../../../core/library/index.ts';
import { findProtocol, type Protocol } from '../../../core/protocol/index.ts';
import { the2021Edition } from '../compliance/the2021Edition.ts';

function edition(id: string): Protocol {
  const found = findProtocol(id);
  if (found === undefined) throw new Error(`${id} is not shipped`);
  return found;
}

describe('diff', () => {
  it('of an edition with itself says that they ask the same', () => {
    expect(diffProtocols(the2021Edition, the2021Edition)).toEqual([
      'magnims-cmsc-naims-2021@1 → magnims-cmsc-naims-2021@1',
      '',
      'The two ask the same.',
    ]);
  });

  it('says limits in the words of the field and of the source', () => {
    const lines = diffProtocols(edition('cmsc-2016'), the2021Edition).map((line) => line.trim());
    expect(lines).toEqual(
      expect.arrayContaining([
        'in force: 2016-03-01 to 2021-08-01 → since 2021-08-01',
        'slice gap of DWI: none → 10 to 30 % (judged: at most 30 %)',
        'slice thickness of 3D FLAIR: 1.0–1.5 mm (judged: at most 1.5 mm) → at most 1 mm',
        'for monitoring: required → discouraged',
        'no longer asked: Axial PDw (brain.pd; was optional for diagnosis, optional for monitoring)',
        'new: Spinal cord at 1.5 T or more (cord.field-strength; required for diagnosis)',
        'together: sagittal T2w and sagittal PDw or STIR or PSIR → 2 of: sagittal T2w, sagittal PDw, sagittal STIR',
        'sequence: T2w → T2w or T2*w',
      ]),
    );
  });

  it('says where alone something is asked, where that changes', () => {
    const everywhere: Protocol = {
      ...the2021Edition,
      requirements: the2021Edition.requirements.map(({ onlyWhere: _condition, ...always }) => always),
    };
    expect(diffProtocols(everywhere, the2021Edition).filter((line) => line.includes('only where'))).toEqual([
      '    asked: everywhere → only where there is FLAIR',
      '    asked: everywhere → only where there is T1w, after contrast',
      '    asked: everywhere → only where there is T1w, after contrast',
    ]);
  });

  it('says how often an MRI is asked for where that changes', () => {
    const lines = diffProtocols(edition('magnims-2015'), edition('cmsc-2016'));
    expect(lines.slice(lines.indexOf('Time between MRIs of the brain'))).toEqual([
      'Time between MRIs of the brain',
      '  for monitoring',
      '    on treatment: not said → every 12 to 24 months',
      '    high-risk CIS: not said → every 6 to 12 months',
      '    low-risk CIS or RIS: not said → every 12 to 24 months',
      '    re-baseline after a switch of treatment: not said → about 6 months after it',
      '  for PML safety',
      '    high PML risk: every 3 to 4 months → every 3 to 6 months',
      '    after a switch from natalizumab: every 3 to 4 months, up to 12 months → not said',
    ]);
  });

  it('says whom an interval is for and how sure we are of it, where only that changes', () => {
    const lines = diffProtocols(edition('magnims-2015'), the2021Edition);
    expect(lines.slice(lines.lastIndexOf('  for PML safety'))).toEqual([
      '  for PML safety',
      '    who is meant by high PML risk: JCV-positive, 18 months of natalizumab or more → on natalizumab',
      '    how sure we are of high PML risk: read in the paper → not read',
      '    who is meant by low PML risk: JCV-negative → not said',
      '    how sure we are of low PML risk: read in the paper → not read',
      '    after a switch from natalizumab: every 3 to 4 months, up to 12 months → not said',
    ]);
  });

  it('never says that two ask the same whose intervals differ', () => {
    const [interval] = the2021Edition.intervals ?? [];
    if (interval === undefined) throw new Error('The edition has no intervals.');
    const changes = [
      [{ who: 'of ours' }, ['    who is meant by on treatment: not said → of ours']],
      [{ verification: 'primary' }, ['    how sure we are of on treatment: not read → read in the paper']],
      [{ max: 13 }, ['    on treatment: at least every 12 months → at least every 13 months']],
    ] as const;
    for (const [change, lines] of changes) {
      const after = { ...the2021Edition, intervals: [{ ...interval, ...change }] };
      expect(diffProtocols({ ...the2021Edition, intervals: [interval] }, after).slice(1)).toEqual([
        '',
        'Time between MRIs of the brain',
        '  for monitoring',
        ...lines,
      ]);
    }
    const quoted = (max: number) => ({
      ...the2021Edition,
      intervals: [{ ...interval, max, asWritten: 'about yearly' }],
    });
    expect(diffProtocols(quoted(12), quoted(13)).at(-1)).toBe(
      '    on treatment: about yearly (judged: at least every 12 months) → about yearly (judged: at least every 13 months)',
    );
  });

  it('calls nothing "no longer enough" that one of the looser alternatives lets in', () => {
    const to2024 = diffProtocols(the2021Edition, edition('magnims-cmsc-naims-2024')).map((line) => line.trim());
    expect(to2024.filter((line) => /enough|counts/.test(line))).toEqual([
      'together: axial fat-suppressed T2w or axial STIR and coronal fat-suppressed T2w or coronal STIR → one alone is enough',
    ]);
    const to2021 = diffProtocols(edition('magnims-cmsc-naims-2024'), the2021Edition).map((line) => line.trim());
    expect(to2021.filter((line) => /now also|enough/.test(line))).toEqual([
      'no longer enough by itself: T2w, with fat suppression, coronal: slice thickness at most 3 mm, slice gap none, in-plane resolution at most 1 mm',
      'no longer enough by itself: STIR, coronal: slice thickness at most 3 mm, slice gap none, in-plane resolution at most 1 mm',
    ]);
  });

  it('says what a site allows beside an interval, where both name any', () => {
    const { intervalGrace: _ours, ...strict } = the2021Edition;
    expect(diffProtocols(the2021Edition, strict).slice(-2)).toEqual([
      'Time between MRIs of the brain',
      '  grace: 14 days → none',
    ]);
    expect(diffProtocols(the2021Edition, edition('poland-2020')).join()).not.toContain('grace');
  });

  it('says nothing of what stayed', () => {
    const lines = diffProtocols(edition('cmsc-2016'), the2021Edition);
    expect(lines.filter((line) => /2D FLAIR: /.test(line))).toEqual([]);
  });

  it('says what is tolerated, and conditions', () => {
    const toPoland = diffProtocols(the2021Edition, edition('poland-2020')).map((line) => line.trim());
    expect(toPoland).toContain('slice gap of axial T2w: none → none (up to 0.3 mm tolerated)');
    const to2024 = diffProtocols(the2021Edition, edition('magnims-cmsc-naims-2024')).map((line) => line.trim());
    expect(to2024).toEqual(
      expect.arrayContaining([
        'new: Brain and spinal cord, both imaged (brain.with-cord; required for diagnosis)',
        'for diagnosis: optional → recommended',
        'in-plane resolution of SWI or T2*w: at most 1 mm → any',
      ]),
    );
  });

  it('reads the other way round too', () => {
    const lines = diffProtocols(the2021Edition, edition('cmsc-2016')).map((line) => line.trim());
    expect(lines).toContain('slice gap of axial DWI: 10 to 30 % (judged: at most 30 %) → none');
    expect(lines).toContain('plane of axial DWI: any → axial');
  });
});
