import type { AcquisitionHeader } from '../../core/dicom/index.ts';
import { indications, protocolsInForce } from '../../core/protocol/index.ts';
import {
  currentObjects,
  type StudyItem,
  storedHeader,
  studyFacts,
  type VerdictInputs,
} from '../../core/records/index.ts';
import { engineVersion, studyDateOf } from '../../core/report/index.ts';
import type { Directory } from '../tables/directory.ts';
import type { Folders } from '../tables/folders.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';

export type StudyInputs = VerdictInputs & {
  readonly headers: readonly AcquisitionHeader[];
  /** `YYYY-MM-DD` */
  readonly studyDate: string | null;
};

export type ReadInputsDependencies = {
  readonly verdicts: Pick<StudyVerdicts, 'readObjects'>;
  readonly folders: Pick<Folders, 'read'>;
  readonly directory: Pick<Directory, 'readSite'>;
};

/** Everything that the verdict of a study depends on, as it stands now. */
export async function readInputs(study: StudyItem, dependencies: ReadInputsDependencies): Promise<StudyInputs> {
  const { studyJson } = studyFacts(await dependencies.folders.read(study.site, study.folders ?? new Set()));
  const site = await dependencies.directory.readSite(study.site);
  const stored = await dependencies.verdicts.readObjects(study);
  const { instances, rejects } = currentObjects(stored.instances, stored.rejects);
  const headers = instances.map(storedHeader);
  const studyDate = studyDateOf(headers) ?? study.studyDate ?? null;
  const indication = studyJson?.indication ?? site?.defaultIndication ?? null;
  return {
    instances,
    rejects,
    headers,
    studyDate,
    protocols: protocolsInForce(studyDate),
    indications: indication === null ? indications : [indication],
    regions: studyJson?.regions ?? 'imaged',
    engine: engineVersion,
    expectedInstances: studyJson?.expectedInstances ?? null,
  };
}
