/** A request to a webhook. */
export class Post {
  readonly input: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };

  constructor(input: Post['input']) {
    this.input = input;
  }
}
