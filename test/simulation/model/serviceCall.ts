import type { Random } from '../../../bench/fuzz/random.ts';
import { requireShared } from './bundledFunctions.ts';
import { NotModelledError, ServiceFailure } from './serviceFailure.ts';
import type { VirtualTime } from './virtualTime.ts';
import type { Mishap, Weather } from './weather.ts';

export type Service = 'dynamodb' | 's3' | 'sqs' | 'sns' | 'ses' | 'secrets' | 'web';
type Answer = Readonly<Record<string, unknown>>;

/** A run of a handler, as the services see it. */
export type Invocation = {
  readonly functionName: string;
  readonly startedMs: number;
  /** It goes on no more: whatever it still waits for never comes. */
  ended: boolean;
  /** How long a call of it may take for no reason. */
  readonly sluggishMs: number;
  /** Its messages have come so often that trouble would be the end of them. */
  readonly spared: boolean;
  readonly kill: () => void;
  /** What went wrong, and when. */
  readonly troubles: { readonly atMs: number; readonly what: string }[];
};

export type CallDependencies = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly weather: Weather;
  readonly apply: (service: Service, command: string, input: Answer, invocation: Invocation) => Answer;
  readonly onNotModelled: (error: NotModelledError) => void;
};

/**
 * One call through an SDK client: as often as the client tries, each try with a fate of its own. What the service does
 * happens at one moment between the call and its answer.
 */
export function callService(
  service: Service,
  command: string,
  input: Answer,
  maxAttempts: number,
  invocation: Invocation,
  dependencies: CallDependencies,
): Promise<unknown> {
  const { time, random, weather, apply } = dependencies;
  return new Promise((resolve, reject) => {
    attempt(1, null);

    function attempt(number: number, before: Mishap | null): void {
      // What is overloaded or gone seldom is back within a second.
      const mishap = before !== null && random.oneIn(2) ? before : fate(invocation, dependencies);
      const usualMs = Math.max(weather.usualMs, invocation.sluggishMs);
      const usual = () => 1 + (usualMs > 0 ? random.below(usualMs) : 0);
      const ofMany = weather.slowestSetMs > 0 && isOfAnArchive(input) ? random.below(weather.slowestSetMs) : 0;
      const slow = ofMany + (mishap === 'slow' ? random.below(weather.slowestMs) : 0);
      // The way there or the way back.
      const slowThere = random.oneIn(2);
      time.after(usual() + (slowThere ? slow : 0), () => {
        // A request that was sent before its sender died may still arrive.
        if (invocation.ended && random.oneIn(2)) return;
        if (mishap !== null) invocation.troubles.push({ atMs: time.nowMs(), what: `${command} ${mishap}` });
        const outcome = mishap === null || mishap === 'slow' || mishap.endsWith('-after') ? take() : null;
        if (mishap === 'killed-before' || mishap === 'killed-after') return invocation.kill();
        if (mishap === 'never-answered-before' || mishap === 'never-answered-after') return;
        time.after(usual() + (slowThere ? 0 : slow), () => answer(number, mishap, outcome));
      });
    }

    function take(): Answer | ServiceFailure {
      try {
        return apply(service, command, input, invocation);
      } catch (error) {
        if (error instanceof ServiceFailure) return error;
        if (error instanceof NotModelledError) dependencies.onNotModelled(error);
        throw error;
      }
    }

    function answer(number: number, mishap: Mishap | null, outcome: Answer | ServiceFailure | null): void {
      if (invocation.ended) return;
      if (outcome !== null && (mishap === null || mishap === 'slow')) {
        if (outcome instanceof ServiceFailure) reject(exceptionOf(service, outcome));
        else resolve(service === 's3' ? withBody(outcome, invocation, dependencies) : outcome);
        return;
      }
      // Standard mode of the SDK: what is transient is tried again, after a while.
      if (number < maxAttempts) {
        const waitMs = Math.min(20_000, 100 * 2 ** number);
        time.after(random.below(waitMs), () => invocation.ended || attempt(number + 1, mishap));
        return;
      }
      reject(transientException(service, mishap));
    }
  });
}

function isOfAnArchive({ Item: item }: Answer): boolean {
  return typeof item === 'object' && item !== null && 'archiveDigest' in item && 'deflated' in item;
}

function fate(invocation: Invocation, { weather, random, time }: CallDependencies): Mishap | null {
  if (weather.mishapOneIn === 0 || invocation.spared || time.nowMs() >= weather.clearsUpMs) return null;
  return random.oneIn(weather.mishapOneIn) ? random.pick(weather.mishaps) : null;
}

/** The bytes come behind the answer, and may stop coming; the SDK does not ask again for those. */
function withBody(outcome: Answer, invocation: Invocation, dependencies: CallDependencies): Answer {
  const { bytes, ...rest } = outcome;
  if (bytes === undefined) return rest;
  const { time, random } = dependencies;
  const transformToByteArray = () =>
    new Promise((resolve, reject) => {
      const mishap = fate(invocation, dependencies);
      if (mishap !== null) invocation.troubles.push({ atMs: time.nowMs(), what: `${mishap} in the body` });
      time.after(1 + random.below(20), () => {
        if (invocation.ended) return;
        if (mishap === 'killed-before' || mishap === 'killed-after') return invocation.kill();
        if (mishap === 'never-answered-before' || mishap === 'never-answered-after') return;
        if (mishap === null || mishap === 'slow') resolve(bytes);
        else reject(transientException('s3', 'connection-lost-after'));
      });
    });
  return { ...rest, Body: { transformToByteArray } };
}

const throttlings: Readonly<Record<Service, readonly [string, number]>> = {
  dynamodb: ['ProvisionedThroughputExceededException', 400],
  s3: ['SlowDown', 503],
  sqs: ['RequestThrottled', 403],
  sns: ['ThrottledException', 429],
  ses: ['TooManyRequestsException', 429],
  secrets: ['ThrottlingException', 400],
  // A receiver answers: it is no exception of a client.
  web: ['TooManyRequests', 429],
};

function transientException(service: Service, mishap: Mishap | null): Error {
  if (mishap === 'throttled') return exceptionOf(service, new ServiceFailure(...throttlings[service]));
  if (mishap === 'server-error-before' || mishap === 'server-error-after')
    return exceptionOf(service, new ServiceFailure('InternalServerError', 500));
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', $metadata: { attempts: 3 } });
}

type ExceptionClass = new (options: object) => Error;
/** What nobody answered; a receiver's answer is none. */
class NoAnswer extends Error {
  constructor(_options: object) {
    super('nobody answered');
  }
}
const conditionFailed: ExceptionClass = requireShared('@aws-sdk/client-dynamodb').ConditionalCheckFailedException;
const exceptionClasses: Readonly<Record<Service, ExceptionClass>> = {
  dynamodb: requireShared('@aws-sdk/client-dynamodb').DynamoDBServiceException,
  s3: requireShared('@aws-sdk/client-s3').S3ServiceException,
  sqs: requireShared('@aws-sdk/client-sqs').SQSServiceException,
  sns: requireShared('@aws-sdk/client-sns').SNSServiceException,
  ses: requireShared('@aws-sdk/client-sesv2').SESv2ServiceException,
  secrets: requireShared('@aws-sdk/client-secrets-manager').SecretsManagerServiceException,
  web: NoAnswer,
};

/** The exceptions of the SDK, since the functions tell them apart by class and status. */
export function exceptionOf(service: Service, { name, status, message }: ServiceFailure): Error {
  const Exception = name === 'ConditionalCheckFailedException' ? conditionFailed : exceptionClasses[service];
  const fault = status >= 500 ? 'server' : 'client';
  return new Exception({ name, message, $fault: fault, $metadata: { httpStatusCode: status } });
}
