import { Command, InvalidArgumentError, Option } from 'commander';
import { allDays } from './allDays.ts';
import { calendarDay, operatorOptions, upTo } from './operatorOptions.ts';
import type { Position } from './replayedStudies.ts';

export type ReplayOptions = {
  readonly stack?: string;
  readonly table?: string;
  readonly studiesTable?: string;
  readonly settleQueue?: string;
  readonly site?: string;
  readonly study?: string;
  readonly from?: string;
  readonly until?: string;
  readonly limit?: number;
  readonly resume?: Position;
  readonly dryRun?: boolean;
  readonly go?: boolean;
  readonly quiet?: boolean;
};

/** `replay`: has a stack look at studies again that it has judged. */
export function replayCommand(interruption: AbortSignal): Command {
  return new Command('replay')
    .description('have a stack judge studies anew: by a new edition, a new version, another registration of a site')
    .exitOverride()
    .showHelpAfterError('Try: ms-mri-check replay --help')
    .addOption(operatorOptions.stack())
    .addOption(operatorOptions.directoryTable())
    .addOption(operatorOptions.studiesTable())
    .addOption(operatorOptions.settleQueue())
    .option('--site <SITE>', 'the studies of this site (default: of every registered one)')
    .option('--study <UID>', 'this study of the site')
    .addOption(
      new Option('--from <YYYY-MM-DD>', `studies of this day and later (default: ${allDays.from})`).argParser(
        calendarDay,
      ),
    )
    .addOption(
      new Option('--until <YYYY-MM-DD>', `studies of this day and earlier (default: ${allDays.until})`).argParser(
        calendarDay,
      ),
    )
    .addOption(
      new Option('--limit <N>', 'end after the day of a site on which so many are reached').argParser(upTo(10_000_000)),
    )
    .addOption(new Option('--resume <SITE:YYYY-MM-DD>', 'go on where an earlier run said it ended').argParser(position))
    .addOption(new Option('--dry-run', 'only say what would change (this is the default)').conflicts('go'))
    .option('--go', 'send each study to be looked at again')
    .option('--quiet', 'tell nobody for now where the outcome is another')
    .addHelpText('after', notes)
    .action(async (options: ReplayOptions) => {
      const { replay } = await import('./replay.ts');
      await replay(options, interruption);
    });
}

function position(text: string): Position {
  const [, site, day] = /^([^:]+):([^:]+)$/.exec(text) ?? [];
  if (site === undefined || day === undefined)
    throw new InvalidArgumentError('It must be a site and a day, as north:2025-03-18.');
  return { site, day: calendarDay(day) };
}

const notes = `
The dry run judges with the version and the editions of this program and writes nothing; the stack judges with those that
are deployed. It names a study by the key that links and logs carry. What a new verdict on one study makes of another
one of the patient is not foreseen.

With --go each study gets one message on the settle queue. A study whose objects, editions and version are those of its
last verdict gets no new one. Of a new verdict the Verdicts topic hears; the clinic is told where the outcome is another
than it was told, as of a correction. With --quiet it is not, unless objects of the study wait to be judged that it is to be
told of. What such a replay changed is told later, by the study's next verdict without --quiet (other editions, another
version, news of it or of the patient's other studies) or once objects of it are sent again, if the outcome still is
another than it was told; a second replay that finds nothing new tells nothing. Of studies that only a backfill brought
nobody is told either way. Both may be repeated. Which days are asked for is printed. Studies without a date are in no
range: name them with --study.`;
