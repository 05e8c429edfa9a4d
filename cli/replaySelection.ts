import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dicomUidSchema, siteSchema } from '../core/records/index.ts';
import { UsageError } from './commandError.ts';
import type { ReplayOptions } from './replayCommand.ts';
import { datedStudies, type Listed, registeredSites } from './replayedStudies.ts';
import type { ReplayNames } from './replayNames.ts';

export type Select = (documents: DynamoDBDocumentClient, names: ReplayNames, today: Date) => AsyncIterable<Listed>;

/** The first MRI of a person with multiple sclerosis was published in 1981. */
const firstDay = '1980-01-01';

/** Which studies the options name. @throws UsageError when they name none, or contradict one another */
export function selectedStudies(options: ReplayOptions): Select {
  const { site, study, from = firstDay, until, resume = null } = options;
  refuseNonsense(options);
  return async function* (documents, names, today) {
    if (site !== undefined && study !== undefined) {
      yield { site, studyInstanceUid: study, day: null };
      return;
    }
    const sites = site === undefined ? await registeredSites(documents, names.directory) : [site];
    // The clock of a scanner may be ahead.
    const tomorrow = new Date(today.getTime() + 86_400_000).toISOString().slice(0, 10);
    yield* datedStudies({ documents, table: names.studies }, sites, { from, until: until ?? tomorrow }, resume);
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
  if (from !== undefined && until !== undefined && from > until)
    throw new UsageError(`--from ${from} is later than --until ${until}.`);
}
