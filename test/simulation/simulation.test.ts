import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mutants } from './mutants.ts';
import type { Product } from './runScenario.ts';
import { loadProduct, simulate } from './simulate.ts';

let product: Product;
beforeAll(async () => {
  product = await loadProduct();
});

/** `npm run test:simulation` runs ten thousand. */
const seeds = 200;

describe('the pipeline, whatever comes between', () => {
  test('loses nothing, tells nothing twice and ends as it does in fair weather', { timeout: 300_000 }, async () => {
    for (let seed = 0; seed < seeds; seed += 1) {
      const { violations } = await simulate(seed, product);
      expect(violations, `seed ${seed}: npm run test:simulation -- --seeds 1 --from ${seed}`).toEqual([]);
    }
  });

  test('does the same again for the same seed', async () => {
    for (const seed of [3, 41]) expect(await simulate(seed, product)).toEqual(await simulate(seed, product));
  });
});

test.each(mutants)('there still is a place to break so that $name', ({ mutation: { file, from } }) => {
  const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
  expect(text.split(from)).toHaveLength(2);
});
