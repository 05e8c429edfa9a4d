/** The template asks for something that the local stack does not do, or the local stack itself could not start. */
export class LocalStackError extends Error {
  override readonly name = 'LocalStackError';
}
