/** What became of a promise that no one waits for yet. */
export type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** Never rejects: for promises that may fail before anyone waits for them. */
export function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
