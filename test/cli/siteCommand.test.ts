import { beforeEach, expect, test, vi } from 'vitest';
import { siteCommand } from '../../cli/siteCommand.ts';
import { addSite } from '../../cli/siteDirectory.ts';

vi.mock('../../cli/siteDirectory.ts', () => ({ addSite: vi.fn() }));
beforeEach(() => vi.mocked(addSite).mockReset());

/** What `site add` is asked to do by these words. */
async function asked(...words: readonly string[]) {
  await siteCommand().parseAsync(['add', 'north', '--table', 'Directory', '--name', 'North', ...words], {
    from: 'user',
  });
  return vi.mocked(addSite).mock.calls[0]?.[1];
}
const plain = { table: 'Directory', name: 'North', email: [], telling: 'never' };

test('what is not given is left to what is registered', async () => {
  expect(await asked()).toStrictEqual(plain);
});

test('what is given is collected', async () => {
  expect(
    await asked(
      '--protocol',
      'a',
      '--protocol',
      'b',
      '--indication',
      'monitoring',
      '--webhook',
      'https://a',
      '--email',
      'a@b.example',
    ),
  ).toStrictEqual({
    ...plain,
    protocol: ['a', 'b'],
    indication: 'monitoring',
    webhook: ['https://a'],
    email: ['a@b.example'],
  });
});

test('what is to be removed is said to be', async () => {
  expect(await asked('--no-protocol', '--no-indication', '--no-webhook')).toStrictEqual({
    ...plain,
    protocol: false,
    indication: false,
    webhook: false,
  });
});
