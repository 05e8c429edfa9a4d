import type { Random } from '../../../bench/fuzz/random.ts';
import type { QueueWeather } from './queueModel.ts';

/** What may go wrong with one call of a service, and whether it took effect before it did. */
export const mishaps = [
  'throttled',
  'server-error-before',
  'server-error-after',
  'connection-lost-before',
  'connection-lost-after',
  'killed-before',
  'killed-after',
  'never-answered-before',
  'never-answered-after',
  'slow',
] as const;
export type Mishap = (typeof mishaps)[number];

/** What a run has to live with. */
export type Weather = {
  /** One call in so many goes wrong; 0 is none. */
  readonly mishapOneIn: number;
  readonly mishaps: readonly [Mishap, ...Mishap[]];
  readonly slowestMs: number;
  /** Of a write of an archive's images, with nothing wrong. */
  readonly slowestSetMs: number;
  /** One invocation in so many is slow throughout, so that others overtake it. */
  readonly sluggishOneIn: number;
  readonly usualMs: number;
  readonly queues: QueueWeather;
  /** One invocation in so many is throttled before it begins. */
  readonly throttledOneIn: number;
  readonly mailOutage: { readonly fromMs: number; readonly untilMs: number } | null;
  /** All receivers of webhooks are down. */
  readonly webhookOutage: { readonly fromMs: number; readonly untilMs: number } | null;
  /** From here on nothing goes wrong any more. */
  readonly clearsUpMs: number;
  /** How far indexes lag behind. */
  readonly lagMs: number;
  /** Each container has a clock of its own. */
  readonly clocksDiffer: boolean;
  /** Smaller batches than the deployed ones meet each other more often. */
  readonly smallBatches: boolean;
};

export const fairWeather: Weather = {
  mishapOneIn: 0,
  mishaps: ['slow'],
  slowestMs: 0,
  slowestSetMs: 0,
  sluggishOneIn: 0,
  usualMs: 0,
  queues: { duplicated: 0, late: 0, latestMs: 0, reordered: false },
  throttledOneIn: 0,
  mailOutage: null,
  webhookOutage: null,
  clearsUpMs: 0,
  lagMs: 0,
  clocksDiffer: false,
  smallBatches: false,
};

const minuteMs = 60_000;

/** Each kind of trouble is there in some runs and not in others: all at once would hide each other. */
export function anyWeather(random: Random, startMs: number): Weather {
  const some = mishaps.filter(() => random.oneIn(2));
  const outageMs = startMs + random.below(40 * minuteMs);
  return {
    mishapOneIn: random.pick([0, 6, 15, 40, 150]),
    mishaps: [random.pick(mishaps), ...some],
    slowestMs: random.pick([2_000, 20_000, 100_000]),
    slowestSetMs: 0,
    sluggishOneIn: random.pick([0, 2, 3, 8]),
    usualMs: random.pick([20, 100, 400]),
    queues: {
      duplicated: random.pick([0, 4, 12, 60]),
      late: random.pick([0, 3, 20]),
      latestMs: random.pick([5_000, minuteMs, 20 * minuteMs]),
      reordered: !random.oneIn(4),
    },
    throttledOneIn: random.pick([0, 0, 10]),
    mailOutage: random.oneIn(6) ? { fromMs: outageMs, untilMs: outageMs + random.pick([5, 30, 600]) * minuteMs } : null,
    clearsUpMs: startMs + random.pick([10, 60, 300]) * minuteMs,
    lagMs: random.pick([0, 500, 3_000]),
    clocksDiffer: random.oneIn(2),
    smallBatches: random.oneIn(2),
    webhookOutage: random.oneIn(6)
      ? { fromMs: outageMs, untilMs: outageMs + random.pick([5, 60, 1_000]) * minuteMs }
      : null,
  };
}
