import { readFileSync } from 'node:fs';
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

  test('is broken by each mutant, whose text stands in the product once', () => {
    const root = new URL('../../', import.meta.url);
    const found = mutants.map(({ mutation: { file, from } }) => readFileSync(new URL(file, root), 'utf8').split(from));
    expect(mutants.filter((_, index) => found[index]?.length !== 2).map(({ name }) => name)).toEqual([]);
  });

  test('does the same again for the same seed', async () => {
    for (const seed of [3, 41]) expect(await simulate(seed, product)).toEqual(await simulate(seed, product));
  });
});
