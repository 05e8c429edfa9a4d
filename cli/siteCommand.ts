import { Command, Option } from 'commander';
import { notYet } from './commandError.ts';

export type SiteAddOptions = {
  readonly table: string;
  readonly name: string;
  readonly email: readonly string[];
  /** `false`: remove those that there are. */
  readonly webhook?: readonly string[] | false;
  /** ARN of the key that their secrets come from. */
  readonly webhookKey?: string;
  /** `false`: none, as for a site that never had one. */
  readonly indication?: 'diagnosis' | 'monitoring' | 'pml-safety' | false;
  /** `false`: those in force. */
  readonly protocol?: readonly string[] | false;
  readonly telling: 'never' | 'after-release' | 'automatically';
};

/** `site add` and `site list`: the operator's view of the Directory table of a deployed stack, or of the local one. */
export function siteCommand(): Command {
  const site = new Command('site').description('register sites with a deployed stack').exitOverride();
  site.addCommand(
    new Command('add')
      .description('register a site, or change its registration: what is not given stays')
      .exitOverride()
      .argument('<site>', 'the folder name under incoming/')
      .addOption(table())
      .requiredOption('--name <NAME>', 'what the site is called in messages')
      .option('--email <ADDRESS>', 'a clinic contact; repeatable', collect, [])
      .option(
        '--webhook <URL>',
        'an https address that signed verdict events are posted to; repeatable',
        collectUnlessNone,
      )
      .option('--no-webhook', 'remove the webhooks that were registered')
      .addOption(
        new Option('--webhook-key <ARN>', 'WebhookKeyArn of the stack, for the secrets of new webhooks').env(
          'MS_MRI_CHECK_WEBHOOK_KEY',
        ),
      )
      .addOption(
        new Option('--indication <indication>', 'what exams are for where study.json does not say').choices([
          'diagnosis',
          'monitoring',
          'pml-safety',
        ]),
      )
      .option('--no-indication', 'remove the indication that was registered')
      .option(
        '--protocol <ID[@REV]|FILE.yaml>',
        'an edition to judge by, or a protocol file of the site; repeatable, and replaces those that were registered (without any: each international one in force on the study date)',
        collectUnlessNone,
      )
      .option('--no-protocol', 'remove the editions that were registered')
      .addOption(
        new Option('--telling <when>', 'whether patients are told')
          .choices(['never', 'after-release', 'automatically'])
          .default('never'),
      )
      .action(async (name: string, given: Readonly<Record<string, unknown>>) => {
        // Commander's value of an option that has a `--no-`, where neither is given.
        const options = Object.fromEntries(
          Object.entries(given).filter(([, value]) => value !== true),
        ) as SiteAddOptions;
        if (options.telling !== 'never')
          throw notYet('Telling patients', 'leave --telling out; the clinic contacts are told.');
        const { addSite } = await import('./siteDirectory.ts');
        await addSite(name, options);
      }),
  );
  site.addCommand(
    new Command('list')
      .description('the registered sites')
      .exitOverride()
      .addOption(table())
      .action(async (options: { readonly table: string }) => {
        const { listSites } = await import('./siteDirectory.ts');
        await listSites(options.table);
      }),
  );
  return site;
}

function table(): Option {
  return new Option('--table <TABLE>', 'name of the Directory table')
    .env('MS_MRI_CHECK_DIRECTORY_TABLE')
    .makeOptionMandatory();
}

/** Commander starts an option that has a `--no-` with `true`. */
function collectUnlessNone(value: string, earlier: readonly string[] | boolean | undefined): readonly string[] {
  return [...(Array.isArray(earlier) ? earlier : []), value];
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
