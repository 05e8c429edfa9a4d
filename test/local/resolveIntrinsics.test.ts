import { describe, expect, it } from 'vitest';
import { resolveIntrinsics, type Scope } from '../../local/resolveIntrinsics.ts';

const scope: Scope = {
  ref: (name) => (name === 'AWS::Region' ? 'us-east-1' : `ref-${name}`),
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
};
const resolve = (value: unknown): unknown => resolveIntrinsics(value, scope, 'Queue.Name');

describe('intrinsic functions', () => {
  it.each([
    ['Ref', { Ref: 'Bucket' }, 'ref-Bucket'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue/Arn'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Nested.Arn' }, 'Queue/Nested.Arn'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref-B-3'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['@', 'me@here'] }] }, 'here'],
    ['Sub', { 'Fn::Sub': `\${AWS::Region}:\${Queue.Arn}:\${!kept}` }, `us-east-1:Queue/Arn:\${kept}`],
    ['Sub with values of its own', { 'Fn::Sub': [`\${a}+\${b}`, { a: { Ref: 'B' } }] }, 'ref-B+ref-b'],
  ])('%s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('are resolved at any depth, beside plain values', () => {
    expect(resolve({ a: [{ b: { Ref: 'C' } }, 1, true, null], d: 'plain' })).toEqual({
      a: [{ b: 'ref-C' }, 1, true, null],
      d: 'plain',
    });
  });

  it('leave out what refers to no value', () => {
    expect(resolve({ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] })).toEqual({ b: [1] });
  });

  it('that are not known are an error naming the place', () => {
    expect(() => resolve({ deep: [{ 'Fn::If': ['C', 1, 2] }] })).toThrow(
      'Queue.Name.deep[0]: the local stack does not know the intrinsic function Fn::If',
    );
    expect(() => resolve({ 'Fn::Join': ['-', 'text'] })).toThrow('Queue.Name: Fn::Join needs a list here, not "text"');
  });
});
