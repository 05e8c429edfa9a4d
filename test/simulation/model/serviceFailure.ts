/** What a service answers instead of an answer, before the SDK makes an exception of it. */
export class ServiceFailure extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, status: number) {
    super(`${name} (a failure of the simulated service)`);
    this.name = name;
    this.status = status;
  }
}

/** The functions call something that the simulation has no model of: teach it, do not let it pass. */
export class NotModelledError extends Error {
  override readonly name = 'NotModelledError';
}
