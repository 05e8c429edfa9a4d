import { expect, it } from 'vitest';
import { intervalLines } from '../../../core/library/index.ts';
import { findProtocol } from '../../../core/protocol/index.ts';
import { the2021Edition } from '../compliance/the2021Edition.ts';

it('show says how often an edition asks for an MRI, with its source, its verification and the grace', () => {
  expect(intervalLines(the2021Edition)).toEqual([
    '',
    'Time between MRIs of the brain',
    '  monitoring, on treatment: at least every 12 months (Wattjes 2021: yearly on treatment (not read; high confidence); pending)',
    '  monitoring, CIS or RIS: every 6 to 12 months (Wattjes 2021: CIS and RIS every 6–12 months, as quoted; reproduced)',
    '  monitoring, re-baseline after the start of a treatment: 3 to 6 months after it (Wattjes 2021: re-baseline 3–6 months after the start of a treatment, without gadolinium (not read; high confidence); pending)',
    '  pml-safety, high PML risk (on natalizumab): every 3 to 4 months (Wattjes 2021: high-risk natalizumab every 3–4 months with a short protocol (not read); pending)',
    '  pml-safety, low PML risk: at least every 12 months (Wattjes 2021: low risk yearly (not read); pending)',
    '  14 days beside a limit still count as on time (ours: the paper gives none)',
  ]);
});

it('show says nothing of it where the edition does not, and of no grace where there is none', () => {
  const poland = findProtocol('poland-2020');
  expect(poland === undefined ? null : intervalLines(poland)).toEqual([]);
  const { intervalGrace: _ours, ...strict } = the2021Edition;
  expect(intervalLines(strict)).toEqual(intervalLines(the2021Edition).slice(0, -1));
});
