/** What a function's worker thread is started with. */
export type WorkerSettings = {
  /** The bundle's file. */
  readonly bundle: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
};

/** Events and results cross as JSON text, as they do in Lambda: what JSON cannot carry does not arrive. */
export type Invocation = { readonly requestId: string; readonly event: string };

/** What an invocation took of this machine. */
export type Effort = {
  /** Time of the processor, of the function's own thread. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Of JavaScript's heap, when the handler had answered. */
  readonly heapBytes: number;
};

export type FromWorker =
  | { readonly kind: 'ready' }
  /** `result` is undefined where the handler returned nothing. */
  | { readonly kind: 'done'; readonly result: string | undefined; readonly effort: Effort }
  | { readonly kind: 'failed'; readonly error: string };
