import { describe, expect, it } from 'vitest';
import { protocolMutants } from '../../../core/library/index.ts';
import type { Ask, Constraint, OneAcquisition } from '../../../core/protocol/index.ts';
import { the2021Edition } from '../compliance/the2021Edition.ts';

const one = (sequence: OneAcquisition['sequence'], ...constraints: readonly Constraint[]): OneAcquisition => ({
  kind: 'one',
  sequence,
  constraints,
});
const axial: Constraint = { property: 'plane', oneOf: ['axial'] };
const in2d: Constraint = { property: 'dimension', oneOf: ['2D'] };
const in3d: Constraint = { property: 'dimension', oneOf: ['3D'] };
const atMost = (max: number): Constraint => ({ property: 'sliceThickness', max, unit: 'mm' });

/** What of `asks` is changed into something that lets in more, or less, of a kind. */
function changesOf(asks: Ask, kind: RegExp): readonly string[] {
  const [requirement] = the2021Edition.requirements;
  if (requirement === undefined) throw new Error('The edition asks for nothing.');
  return protocolMutants({ ...the2021Edition, requirements: [{ ...requirement, asks }] })
    .map(({ what }) => what)
    .filter((what) => what.startsWith('asks') && kind.test(what));
}

describe('what an edition asks for is changed', () => {
  it('to another plane as well, and to every other value of each property', () => {
    expect(changesOf(one(['T2w'], axial, in2d), /also/)).toEqual([
      'asks, T2w: plane also sagittal',
      'asks, T2w: plane also coronal',
      'asks, T2w: dimension also 3D',
    ]);
    const constraints: readonly Constraint[] = [
      { property: 'contrastEnhanced', oneOf: ['yes'] },
      { property: 'fatSuppressed', oneOf: [true] },
      { property: 'region', oneOf: ['cervical-cord', 'whole-cord'] },
    ];
    expect(changesOf({ kind: 'every', constraints }, /also|without/)).toEqual([
      'asks, contrastEnhanced also no',
      'asks, fatSuppressed also false',
      'asks, region also thoracic-cord',
      'asks, region without cervical-cord',
      'asks, region without whole-cord',
    ]);
  });

  it('to another sequence that it is about as well', () => {
    const pair: Ask = { kind: 'atLeast', count: 2, of: [one(['T2w']), one(['PDw', 'STIR'])] };
    expect(changesOf(pair, /also/)).toEqual([
      'asks, 1. of atLeast, T2w: also PDw',
      'asks, 1. of atLeast, T2w: also STIR',
      'asks, 2. of atLeast, PDw or STIR: also T2w',
    ]);
  });

  it('but not to what another alternative lets in anyway', () => {
    const asks: Ask = { kind: 'anyOf', of: [one(['DIR'], in3d, atMost(1)), one(['DIR', 'PSIR'], in2d, atMost(3))] };
    expect(changesOf(asks, /also/)).toEqual([
      'asks, 1. of anyOf, DIR: also PSIR',
      'asks, 2. of anyOf, DIR or PSIR: dimension also 3D',
    ]);
  });
});
