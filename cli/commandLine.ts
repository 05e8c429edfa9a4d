import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { backfillCommand } from './backfillCommand.ts';
import type { ExitStatus } from './exitStatus.ts';
import { calendarDay } from './operatorOptions.ts';
import { redriveCommand } from './redriveCommand.ts';
import { replayCommand } from './replayCommand.ts';
import { siteCommand } from './siteCommand.ts';

/**
 * The commands and their options. What a command does is loaded when it runs, so that `--help` answers at once.
 *
 * @param interruption aborted by Ctrl-C
 * @param finish told the status to exit with
 */
export function commandLine(interruption: AbortSignal, finish: (status: ExitStatus) => void): Command {
  const program = new Command('ms-mri-check')
    .description('Was this MS MRI acquired the way current guidelines ask?')
    .version(packageJson.version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError('Try: ms-mri-check --help');

  program.addCommand(checkCommand(interruption, finish));
  program.addCommand(acquisitionsCommand(interruption, finish));
  program.addCommand(protocolsCommand(finish));
  program.addCommand(siteCommand());
  program.addCommand(backfillCommand(interruption));
  program.addCommand(replayCommand(interruption));
  program.addCommand(redriveCommand(interruption));
  for (const name of ['patient', 'release']) {
    program
      .command(name, { hidden: true })
      .argument('[words...]')
      .allowUnknownOption()
      .action(async () => {
        const { notYet } = await import('./commandError.ts');
        throw notYet(`"${name}"`, 'see ms-mri-check --help for what is.');
      });
  }
  return program;
}

function checkCommand(interruption: AbortSignal, finish: (status: ExitStatus) => void): Command {
  return command('check', 'judge studies against the guidelines')
    .addArgument(paths())
    .option(
      '--protocol <ID[@REV]|FILE.yaml>',
      'a guideline edition, or a protocol file of yours; repeatable (default: each international one in force on the study date)',
      collect,
    )
    .addOption(
      new Option('--indication <indication>', 'what the exam was for')
        .choices(['diagnosis', 'monitoring', 'pml-safety', 'all'])
        .default('all'),
    )
    .addOption(
      new Option('--region <region>', 'what to judge; all: whatever was imaged')
        .choices(['brain', 'cord', 'orbit', 'all'])
        .default('all'),
    )
    .addOption(
      new Option(
        '--pml-risk <risk>',
        'the risk of PML under treatment, on which intervals between scans depend (default: what study.json says, else unknown)',
      ).choices([...pmlRiskChoices]),
    )
    .option('--symptom <SYMPTOM>', 'what the person suffers from, such as optic-nerve; repeatable', symptom)
    .option(
      '--prior <PATH>',
      'also compare with an earlier study: of those that PATH holds, the latest that shows the same region',
    )
    .option('--as-of <YYYY-MM-DD>', 'choose editions by this date instead of the study date', calendarDay)
    .addOption(archiveLimit())
    .addOption(format(['text', 'json', 'html']))
    .option('--out <FILE>', 'write the result here instead of standard output')
    .addHelpText('after', checkNotes)
    .action(async (given: string[], options: CheckOptions) => {
      const { check } = await import('./check.ts');
      finish(await check(given, options, interruption));
    });
}

const pmlRiskChoices = ['low', 'medium', 'high', 'unknown'] as const;

/** What is left out may stand in a `study.json` beside the images. */
export type CheckOptions = {
  readonly protocol?: readonly string[];
  readonly indication: 'diagnosis' | 'monitoring' | 'pml-safety' | 'all';
  readonly region: 'brain' | 'cord' | 'orbit' | 'all';
  readonly pmlRisk?: (typeof pmlRiskChoices)[number];
  readonly symptom?: readonly string[];
  readonly prior?: string;
  readonly asOf?: string;
  readonly archiveLimit?: readonly string[];
  readonly format: 'text' | 'json' | 'html';
  readonly out?: string;
};

function acquisitionsCommand(interruption: AbortSignal, finish: (status: ExitStatus) => void): Command {
  return command('acquisitions', 'say what was recognised, and why')
    .addArgument(paths())
    .addOption(archiveLimit())
    .addOption(format(['text', 'json']))
    .option('--out <FILE>', 'write the result here instead of standard output')
    .action(async (given: string[], options: AcquisitionsOptions) => {
      const { listAcquisitions } = await import('./listAcquisitions.ts');
      finish(await listAcquisitions(given, options, interruption));
    });
}

export type AcquisitionsOptions = {
  readonly archiveLimit?: readonly string[];
  readonly format: 'text' | 'json';
  readonly out?: string;
};

function protocolsCommand(finish: (status: ExitStatus) => void): Command {
  const protocols = command('protocols', 'the guideline editions that this version knows');
  protocols
    .addCommand(
      command('list', 'one line for each edition').action(async () => {
        const { listProtocols } = await import('./showProtocols.ts');
        listProtocols();
      }),
      { isDefault: true },
    )
    .addCommand(
      command('show', 'what an edition asks, with its sources')
        .argument('<ID[@REV]>', 'or FILE.yaml')
        .action(async (id: string) => {
          const { showProtocol } = await import('./showProtocols.ts');
          await showProtocol(id);
        }),
    );
  protocols
    .addCommand(
      command('diff', 'what the second edition asks otherwise than the first')
        .argument('<A>', 'ID[@REV] or FILE.yaml')
        .argument('<B>', 'ID[@REV] or FILE.yaml')
        .action(async (before: string, after: string) => {
          const { diffTwoProtocols } = await import('./showProtocols.ts');
          await diffTwoProtocols(before, after);
        }),
    )
    .addCommand(
      command('lint', 'what is wrong with a protocol file, where, and how to mend it')
        .argument('<FILE>')
        .addHelpText(
          'after',
          `
A fault makes a file unusable. An advice does not: it names a limit that may be a slip, or a change that no example would notice.

Exit status: 0 nothing to mend; 1 a fault, or an advice alone: the last line then says that the file can be used; 64 wrong usage;
66 the file cannot be read.`,
        )
        .action(async (file: string) => {
          const { lintProtocolFile } = await import('./lintProtocolFile.ts');
          finish(await lintProtocolFile(file));
        }),
    );
  return protocols;
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .showHelpAfterError(`Try: ms-mri-check ${name} --help`);
}

function paths(): Argument {
  return new Argument(
    '<PATH...>',
    'folders, DICOM files, .zip and .tar archives, DICOM JSON files, s3://bucket/prefix, or - for DICOM JSON on standard input',
  );
}

function archiveLimit(): Option {
  return new Option(
    '--archive-limit <NAME=VALUE>',
    'how much of an archive is read, such as entries=500000; repeatable (all limits: docs/archives.md)',
  ).argParser(collect);
}

function format(choices: readonly string[]): Option {
  return new Option('--format <format>', 'json is one document on standard output, nothing else')
    .choices(choices)
    .default('text');
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function symptom(value: string, earlier: readonly string[] = []): readonly string[] {
  if (!/^[a-z][a-z-]{0,39}$/.test(value)) throw new InvalidArgumentError('It must be a word such as optic-nerve.');
  return [...earlier, value];
}

const checkNotes = `
Exit status: 0 every verdict compliant (with or without remarks); 1 at least one not compliant; 2 none of these, but at
least one cannot be told; 3 nothing applicable; 64 wrong usage; 66 nothing readable; 70 a fault of the program.

This judges how images were acquired, not what they show. It is not a medical device.`;
