import type { Random } from '../../../bench/fuzz/random.ts';
import type { VirtualTime } from './virtualTime.ts';

export type QueueModel = ReturnType<typeof queueModel>;

export type QueueSettings = {
  readonly name: string;
  readonly delaySeconds: number;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount: number;
};

/** What a queue does beside keeping messages. */
export type QueueWeather = {
  /** Once in so many; 0 is never. */
  readonly duplicated: number;
  readonly late: number;
  readonly latestMs: number;
  readonly reordered: boolean;
};

export type Received = {
  readonly id: string;
  readonly handle: number;
  readonly body: string;
  readonly count: number;
  readonly sentMs: number;
  readonly firstReceivedMs: number;
};

type Message = {
  readonly id: string;
  readonly body: string;
  readonly sentMs: number;
  firstReceivedMs: number | null;
  count: number;
  visibleAtMs: number;
  handle: number;
  /** How often it may still be handed out again for no reason: seldom in truth, so that no message dies of it. */
  repeats: number;
};

/**
 * A standard queue of SQS: at least once, in no order. A received message is hidden for a while and comes again unless it is
 * deleted; received once too often, it goes to the dead letters.
 */
export function queueModel(settings: QueueSettings, weather: QueueWeather, time: VirtualTime, random: Random) {
  const messages = new Map<string, Message>();
  const deadLetters: { readonly id: string; readonly body: string }[] = [];
  let onVisible = (): void => undefined;
  let ids = 0;
  let handles = 0;
  const copies = new Map<string, number>();
  const lastReceivedMs = new Map<string, number>();
  return {
    name: settings.name,
    deadLetters,
    /** In how many messages this was sent; a redrive sends none. */
    copiesOf: (body: string) => copies.get(body) ?? 0,
    /** When one of them was last handed out; `null`: never. */
    lastReceivedMs: (body: string) => lastReceivedMs.get(body) ?? null,
    waiting: () => messages.size,
    /** Called whenever a message may be received. */
    whenVisible(call: () => void): void {
      onVisible = call;
    },
    send(body: string, delaySeconds = settings.delaySeconds): void {
      if (delaySeconds < 0 || delaySeconds > 900 || !Number.isInteger(delaySeconds))
        throw new RangeError(`SQS knows no delay of ${delaySeconds} seconds.`);
      add(body, delaySeconds * 1000);
      const isDoubled = happens(weather.duplicated);
      if (isDoubled) add(body, delaySeconds * 1000);
      copies.set(body, (copies.get(body) ?? 0) + (isDoubled ? 2 : 1));
    },
    receive(most: number): readonly Received[] {
      const now = time.nowMs();
      const visible = [...messages.values()].filter(({ visibleAtMs }) => visibleAtMs <= now);
      const taken: Received[] = [];
      while (taken.length < most && visible.length > 0) {
        const [message] = visible.splice(weather.reordered ? random.below(visible.length) : 0, 1);
        if (message !== undefined) take(message, taken);
      }
      return taken;
    },
    /** Hides a received message for another time than the queue's, counted from now. */
    changeVisibility(handle: string, seconds: number): void {
      const message = [...messages.values()].find((one) => String(one.handle) === handle);
      if (message === undefined) return;
      message.visibleAtMs = time.nowMs() + seconds * 1000;
      time.after(seconds * 1000, () => onVisible());
    },
    hasVisible: () => [...messages.values()].some(({ visibleAtMs }) => visibleAtMs <= time.nowMs()),
    delete({ id, handle }: Received): void {
      const message = messages.get(id);
      if (message === undefined) return;
      // With a handle that is not the newest a message may be deleted or not; the newest may fail one of the copies.
      const isOld = message.handle !== handle && random.oneIn(2);
      if (!(isOld || happens(weather.duplicated)) || !mayRepeat(message)) messages.delete(id);
    },
    /** What an operator does with dead letters once the cause is mended. */
    redrive(): number {
      const moved = deadLetters.splice(0);
      for (const { body } of moved) add(body, 0);
      return moved.length;
    },
  };

  function happens(oneIn: number): boolean {
    return oneIn > 0 && random.oneIn(oneIn);
  }

  function mayRepeat(message: Message): boolean {
    if (message.repeats === 0 || message.count >= settings.maxReceiveCount - 1) return false;
    message.repeats -= 1;
    return true;
  }

  function add(body: string, delayMs: number): void {
    ids += 1;
    const id = `${settings.name}-${ids}`;
    const lateMs = happens(weather.late) ? random.below(weather.latestMs) : weather.reordered ? random.below(1_500) : 0;
    const sentMs = time.nowMs();
    const visibleAtMs = sentMs + delayMs + lateMs;
    messages.set(id, { id, body, sentMs, firstReceivedMs: null, count: 0, handle: 0, repeats: 2, visibleAtMs });
    time.after(delayMs + lateMs, () => onVisible());
  }

  function take(message: Message, taken: Received[]): void {
    if (message.count >= settings.maxReceiveCount) {
      messages.delete(message.id);
      deadLetters.push({ id: message.id, body: message.body });
      return;
    }
    handles += 1;
    message.count += 1;
    message.handle = handles;
    message.firstReceivedMs ??= time.nowMs();
    lastReceivedMs.set(message.body, time.nowMs());
    const { id, body, count, sentMs, firstReceivedMs } = message;
    taken.push({ id, handle: handles, body, count, sentMs, firstReceivedMs });
    const hiddenMs =
      happens(weather.duplicated) && mayRepeat(message) ? random.below(2_000) : settings.visibilitySeconds * 1000;
    message.visibleAtMs = time.nowMs() + hiddenMs;
    time.after(hiddenMs, () => onVisible());
  }
}
