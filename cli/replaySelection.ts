import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dicomUidSchema, siteSchema } from '../core/records/index.ts';
import { allDays } from './allDays.ts';
import { UsageError } from './commandError.ts';
import type { ReplayOptions } from './replayCommand.ts';
import { datedStudies, type Listed, registeredSites } from './replayedStudies.ts';
import type { ReplayNames } from './replayNames.ts';

export type Selection = {
  /** Which studies these are, in a sentence; `null` where one is named. */
  readonly words: string | null;
  readonly list: (documents: DynamoDBDocumentClient, names: ReplayNames) => AsyncIterable<Listed>;
};

/** Which studies the options name. @throws UsageError when they name none, or contradict one another */
export function selectedStudies(options: ReplayOptions): Selection {
  const { site, study, from = allDays.from, until = allDays.until, resume = null } = options;
  refuseNonsense(options);
  if (site !== undefined && study !== undefined) {
    return {
      words: null,
      async *list() {
        yield { site, studyInstanceUid: study, day: null };
      },
    };
  }
  return {
    words: `Studies of ${site ?? 'every registered site'} dated from ${from} to ${until}.`,
    async *list(documents, names) {
      const sites = site === undefined ? await registeredSites(documents, names.directory) : [site];
      yield* datedStudies({ documents, table: names.studies }, sites, { from, until }, resume);
    },
  };
}

function refuseNonsense({ site, study, from, until, resume, limit }: ReplayOptions): void {
  const name = siteSchema.safeParse(site ?? 'any');
  if (!name.success) throw new UsageError(`--site "${site}" is no site name: ${name.error.issues[0]?.message}.`);
  if (study !== undefined) {
    if (site === undefined) throw new UsageError('--study needs --site: two sites may send the same study.');
    if (!dicomUidSchema.safeParse(study).success) throw new UsageError('--study: this is no DICOM UID.');
    if ([from, until, resume, limit].some((given) => given !== undefined))
      throw new UsageError('--study names one study: leave out --from, --until, --limit and --resume.');
    return;
  }
  if (site === undefined && from === undefined && until === undefined)
    throw new UsageError('Say which studies: --site, or --from and --until, or --site and --study.');
  const days = { from: from ?? allDays.from, until: until ?? allDays.until };
  if (days.from > days.until)
    throw new UsageError(`--from ${days.from} is later than --until ${days.until}: say both.`);
}
