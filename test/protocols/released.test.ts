import { describe, expect, it } from 'vitest';
import { compiledFiles } from '../../protocols/compile.ts';
import { type Digested, holdToReleased, readReleased, release } from '../../protocols/released.ts';

const edition = (sha256: string, revision = 1, status = 'active'): Digested => ({
  sha256,
  protocol: { id: 'an-edition', revision, status },
});

describe('a released revision', () => {
  it('is as it was released, for every one that is recorded', () => {
    expect(() => holdToReleased(readReleased(), compiledFiles())).not.toThrow();
  });

  it('may not change', () => {
    expect(() => holdToReleased({ 'an-edition@1': 'a' }, [edition('b')])).toThrow(
      'an-edition@1 was released and has changed: undo the change, or copy the file, raise its revision and say in its changelog why',
    );
  });

  it('may not go, since verdicts name it', () => {
    expect(() => holdToReleased({ 'an-edition@1': 'a' }, [edition('b', 2)])).toThrow(
      'an-edition@1 was released and is gone',
    );
  });

  it('may be followed by another', () => {
    expect(() => holdToReleased({ 'an-edition@1': 'a' }, [edition('a'), edition('b', 2)])).not.toThrow();
  });
});

describe('a release', () => {
  it('records what is new, and leaves what is recorded as it was', () => {
    expect(release({ 'an-edition@1': 'a' }, [edition('other'), edition('b', 2)])).toEqual({
      'an-edition@1': 'a',
      'an-edition@2': 'b',
    });
  });

  it('records no draft', () => {
    expect(release({}, [edition('a', 1, 'draft')])).toEqual({});
  });

  it('has recorded everything that is shipped but drafts', () => {
    expect(release(readReleased(), compiledFiles())).toEqual(readReleased());
  });
});
