import { SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { atTheirPace, mailMs } from '../../../functions/notify/atTheirPace.ts';

const refusal = (name: string, message: string, httpStatusCode = 429) =>
  new SESv2ServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } });
const tooFast = refusal('TooManyRequestsException', 'Maximum sending rate exceeded.');

/** Tells against these answers, in a run with so much time; what became of it and how long it waited in between. */
async function told(answers: readonly (Error | null)[], { remainingMs = 60_000, random = 0 } = {}) {
  const waits: number[] = [];
  const left = () => remainingMs - waits.reduce((sum, ms) => sum + ms, 0);
  let asked = 0;
  const tell = () => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve('sent');
  };
  const pace = { remainingMs: left, wait: async (ms: number) => void waits.push(ms), random: () => random };
  const result = await atTheirPace(tell, pace).catch((error: unknown) => error);
  return { result, asked, waits };
}

test('a mail that is taken waits for nothing', async () => {
  expect(await told([null])).toEqual({ result: 'sent', asked: 1, waits: [] });
});

test('a mail that comes too fast is sent a little later', async () => {
  expect(await told([tooFast, tooFast, null])).toEqual({ result: 'sent', asked: 3, waits: [500, 1_000] });
});

test('it is asked six times, for longer and longer, by chance up to twice as long', async () => {
  expect(await told([tooFast])).toEqual({ result: tooFast, asked: 6, waits: [500, 1_000, 2_000, 2_000, 2_000] });
  expect((await told([tooFast], { random: 0.5 })).waits).toEqual([750, 1_500, 3_000, 3_000, 3_000]);
});

test('nothing is waited for that leaves the run no time for a mail', async () => {
  expect(await told([tooFast], { remainingMs: mailMs + 1_600 })).toEqual({
    result: tooFast,
    asked: 3,
    waits: [500, 1_000],
  });
  expect(await told([tooFast], { remainingMs: mailMs + 499 })).toEqual({ result: tooFast, asked: 1, waits: [] });
});

test.each([
  ['the quota of the day', refusal('TooManyRequestsException', 'Daily message quota exceeded.')],
  ['a limit that is none of the rate', refusal('LimitExceededException', 'Too many.', 400)],
  ['a recipient', refusal('MessageRejected', 'Email address is not verified.', 400)],
  ['no answer', new Error('socket hang up')],
  ['a throttling of another service', Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })],
])('for %s it is asked once', async (_, error) => {
  expect(await told([error, null])).toEqual({ result: error, asked: 1, waits: [] });
});
