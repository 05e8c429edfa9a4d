import { Command, InvalidArgumentError, Option } from 'commander';

export type BackfillOptions = {
  readonly bucket: string;
  readonly prefix?: string;
  readonly stateMachine?: string;
  readonly dryRun?: boolean;
  readonly notify?: boolean;
  readonly maxConcurrency: number;
  readonly maxObjects: number;
};

/** `backfill`: has a deployed stack read what lies in a bucket already. */
export function backfillCommand(interruption: AbortSignal): Command {
  return new Command('backfill')
    .description('have a deployed stack judge what lies in a bucket already, without telling anybody')
    .exitOverride()
    .showHelpAfterError('Try: ms-mri-check backfill --help')
    .argument('<site>', 'the site whose studies they are')
    .addOption(
      new Option(
        '--bucket <BUCKET>',
        "the stack's bucket (its output BucketName), or the archive that it was deployed with",
      )
        .env('MS_MRI_CHECK_BUCKET')
        .makeOptionMandatory(),
    )
    .option(
      '--prefix <PREFIX>',
      "of the keys to read (default: incoming/<site>/, below which it has to be in the stack's bucket)",
    )
    .addOption(
      new Option('--state-machine <ARN>', "the stack's output BackfillStateMachineArn").env(
        'MS_MRI_CHECK_BACKFILL_STATE_MACHINE',
      ),
    )
    .option('--dry-run', 'only list: how many objects there are, what reading them calls and costs')
    .option('--notify', 'tell the contacts of the verdicts, as if the studies came today')
    .addOption(
      new Option('--max-concurrency <N>', 'batches of 100 objects that are read at once')
        .default(10)
        .argParser(upTo(1000)),
    )
    .addOption(
      new Option('--max-objects <N>', 'end the listing after so many')
        .default(mostObjects)
        .argParser(upTo(mostObjects)),
    )
    .action(async (site: string, options: BackfillOptions) => {
      const { backfill } = await import('./backfill.ts');
      await backfill(site, options, interruption);
    });
}

/** Distributed Map takes no more items in one run. */
const mostObjects = 100_000_000;

function upTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };
}
