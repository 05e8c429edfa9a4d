import { expect, test } from 'vitest';
import { writtenOnce } from '../../../functions/tables/writtenOnce.ts';

test('an item is written once by a container, and again only after a write that was not answered well', async () => {
  const written: string[] = [];
  let fails = true;
  const write = writtenOnce(async ({ pk, sk }) => {
    written.push(`${pk} ${sk}`);
    if (fails) throw new Error('no answer');
  });
  await expect(write({ pk: 'a', sk: 'b' })).rejects.toThrow('no answer');
  fails = false;
  for (const item of [
    { pk: 'a', sk: 'b' },
    { pk: 'a', sk: 'b' },
    { pk: 'a', sk: 'c' },
  ])
    await write(item);
  expect(written).toEqual(['a b', 'a b', 'a c']);
});
