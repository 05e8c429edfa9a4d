import type { BundledFunction, FunctionName } from './bundledFunctions.ts';
import { type Container, type ContainerDependencies, startContainer } from './container.ts';
import { deployed } from './deployed.ts';
import type { QueueModel, Received } from './queueModel.ts';
import type { Invocation } from './serviceCall.ts';

export type EventSourceSettings = {
  readonly functionName: FunctionName;
  readonly load: BundledFunction;
  readonly queue: QueueModel;
};

/** Tries at which nothing goes wrong any more: trouble that never ends is told apart, as an outage. */
const sparedTries = 2;

/**
 * Lambda as it reads a queue: batches of what is visible, several at once, each in a container that lives on unless it is
 * killed. What a batch does not report as failed is deleted; all the rest comes again.
 */
export function eventSource(settings: EventSourceSettings, dependencies: ContainerDependencies) {
  const { functionName, load, queue } = settings;
  const { time, random, weather } = dependencies;
  const limits = deployed[functionName];
  const idle: Container[] = [];
  let running = 0;
  let polls = 0;
  let invocations = 0;
  queue.whenVisible(poke);
  return { invocations: () => invocations };

  function poke(): void {
    if (polls > 0 || running >= limits.maxConcurrency) return;
    polls += 1;
    time.after(limits.windowSeconds * 1000 + random.below(50), () => {
      polls -= 1;
      poll();
    });
  }

  function poll(): void {
    if (running >= limits.maxConcurrency) return;
    const most = weather.smallBatches ? 1 + random.below(Math.min(limits.batchSize, 6)) : limits.batchSize;
    const batch = queue.receive(most);
    if (batch.length > 0 && !isThrottled(batch)) invoke(batch);
    if (queue.hasVisible()) poke();
  }

  // Lambda tries a throttled batch again until it is visible again; here it simply comes again.
  function isThrottled(batch: readonly Received[]): boolean {
    if (weather.throttledOneIn === 0 || isSpared(batch) || time.nowMs() >= weather.clearsUpMs) return false;
    return random.oneIn(weather.throttledOneIn);
  }

  function isSluggish(batch: readonly Received[]): boolean {
    if (weather.sluggishOneIn === 0 || isSpared(batch) || time.nowMs() >= weather.clearsUpMs) return false;
    return random.oneIn(weather.sluggishOneIn);
  }

  function invoke(batch: readonly Received[]): void {
    const container = idle.pop() ?? startContainer(load, dependencies);
    const timeoutMs = limits.timeoutSeconds * 1000;
    const deadlineMs = time.nowMs() + timeoutMs;
    const invocation: Invocation = {
      functionName,
      startedMs: time.nowMs(),
      ended: false,
      sluggishMs: isSluggish(batch) ? random.below(timeoutMs / 20) : 0,
      spared: isSpared(batch),
      troubles: [],
      kill: () => end('killed'),
    };
    const end = (how: 'answered' | 'failed' | 'killed'): void => {
      if (invocation.ended) return;
      invocation.ended = true;
      // A handler that fails as a whole ran out of time.
      if (how !== 'answered') invocation.troubles.push({ atMs: time.nowMs(), what: how });
      running -= 1;
      container.invocation = null;
      if (how === 'answered') idle.push(container);
      poke();
    };
    invocations += 1;
    running += 1;
    container.invocation = invocation;
    time.after(timeoutMs, () => end('killed'));
    const context = lambdaContext(functionName, invocations, () => deadlineMs - time.nowMs());
    container.handler(eventOf(batch), context).then(
      (answer) => {
        if (invocation.ended) return;
        end('answered');
        const failed = failedIds(answer, batch);
        time.after(random.below(100), () => {
          for (const message of batch) if (!failed.has(message.id)) queue.delete(message);
        });
      },
      () => end('failed'),
    );
  }

  function isSpared(batch: readonly Received[]): boolean {
    return batch.some(({ count }) => count > limits.tries - sparedTries);
  }
}

/** An id that is not of the batch, or no answer at all, and Lambda takes the whole batch for failed, or for done. */
function failedIds(answer: unknown, batch: readonly Received[]): ReadonlySet<string> {
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return new Set();
  const { batchItemFailures } = answer;
  const ids = Array.isArray(batchItemFailures) ? batchItemFailures.map((one) => String(one?.itemIdentifier)) : [];
  const known = new Set(batch.map(({ id }) => id));
  return ids.every((id) => known.has(id)) ? new Set(ids) : known;
}

function eventOf(batch: readonly Received[]): object {
  return {
    Records: batch.map(({ id, handle, body, count, sentMs, firstReceivedMs }) => ({
      messageId: id,
      receiptHandle: String(handle),
      body,
      attributes: {
        ApproximateReceiveCount: String(count),
        SentTimestamp: String(sentMs),
        ApproximateFirstReceiveTimestamp: String(firstReceivedMs),
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:queue',
      awsRegion: 'eu-central-1',
    })),
  };
}

function lambdaContext(functionName: string, number: number, remainingMs: () => number): object {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '1',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '1024',
    awsRequestId: `${functionName}-${number}`,
    logGroupName: 'group',
    logStreamName: 'stream',
    getRemainingTimeInMillis: remainingMs,
  };
}
