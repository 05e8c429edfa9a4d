import { Command, Option } from 'commander';
import { operatorOptions, upTo } from './operatorOptions.ts';

export type RedriveOptions = {
  readonly stack?: string;
  readonly queue?: readonly string[];
  readonly show?: number;
  readonly go?: boolean;
};

/** `redrive`: what waits in the dead-letter queues, and the way back from there. */
export function redriveCommand(interruption: AbortSignal): Command {
  return new Command('redrive')
    .description('show the messages that failed for good, and send them back once the cause is mended')
    .exitOverride()
    .showHelpAfterError('Try: ms-mri-check redrive --help')
    .addOption(operatorOptions.stack())
    .option('--queue <NAME|URL>', 'a queue with a dead-letter queue, instead of --stack; repeatable', collect)
    .addOption(
      new Option('--show <N>', 'of each dead-letter queue, what kind of messages up to so many are')
        .argParser(upTo(1000))
        .conflicts('go'),
    )
    .option('--go', 'send them back to the queues that they come from')
    .addHelpText('after', notes)
    .action(async (options: RedriveOptions) => {
      const { redrive } = await import('./redrive.ts');
      await redrive(options, interruption);
    });
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

const notes = `
Mend the cause first: what fails again comes back after as many tries as before. Everything that the queues hold may be handled
twice. SQS itself moves the messages (StartMessageMoveTask); a move that runs already is said and left alone, and Ctrl-C
ends the watching, not the move. --show hides the messages that it looks at for half a minute at most; it prints sites and
what study a link would name, no object, no UID and no patient.`;
