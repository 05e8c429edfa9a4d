import type { AcquisitionHeader } from '../../core/dicom/index.ts';
import { indications } from '../../core/protocol/index.ts';
import {
  currentObjects,
  type FolderItem,
  folderDigestOf,
  type RejectItem,
  type StudyItem,
  storedHeader,
  studyFacts,
  type VerdictInputs,
} from '../../core/records/index.ts';
import { engineVersion, studyDateOf } from '../../core/report/index.ts';
import type { Directory } from '../tables/directory.ts';
import type { Folders } from '../tables/folders.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';
import { siteEditions } from './siteEditions.ts';

/** All but the patient's other studies, which are read when this one is judged. */
export type StudyInputs = Omit<VerdictInputs, 'prior' | 'otherStudies'> & {
  readonly headers: readonly AcquisitionHeader[];
  /** `YYYY-MM-DD` */
  readonly studyDate: string | null;
};

export type ReadInputsDependencies = {
  readonly verdicts: Pick<StudyVerdicts, 'readObjects'>;
  readonly folders: Pick<Folders, 'onlyStudy' | 'read' | 'rejectsIn'>;
  readonly directory: Pick<Directory, 'readSite' | 'readSiteProtocol'>;
};

/** Everything that the verdict of a study depends on, as it stands now. */
export async function readInputs(study: StudyItem, dependencies: ReadInputsDependencies): Promise<StudyInputs> {
  const folderItems = await dependencies.folders.read(study.site, study.folders ?? new Set());
  const { studyJson } = studyFacts(folderItems);
  const site = await dependencies.directory.readSite(study.site);
  const stored = await dependencies.verdicts.readObjects(study);
  const unclaimed = await unclaimedRejects(study, folderItems, dependencies.folders);
  const current = currentObjects(stored.instances, [...stored.rejects, ...unclaimed]);
  const { instances } = current;
  const rejects = current.rejects.filter(({ pk }) => pk === study.pk);
  const folderRejects = current.rejects.filter(({ pk }) => pk !== study.pk);
  const headers = instances.map(storedHeader);
  const studyDate = studyDateOf(headers) ?? study.studyDate ?? null;
  const indication = studyJson?.indication ?? site?.defaultIndication ?? null;
  return {
    instances,
    rejects,
    folderRejects,
    headers,
    studyDate,
    ...(await siteEditions(site, studyDate, dependencies.directory)),
    indications: indication === null ? indications : [indication],
    regions: studyJson?.regions ?? 'imaged',
    engine: engineVersion,
    expectedInstances: studyJson?.expectedInstances ?? null,
    pmlRisk: studyJson?.pmlRisk ?? null,
    symptoms: studyJson?.symptoms ?? [],
  };
}

/** A file that does not say whose it is belongs to the study beside it, if there is just one. */
async function unclaimedRejects(
  study: StudyItem,
  folderItems: readonly FolderItem[],
  folders: ReadInputsDependencies['folders'],
): Promise<readonly RejectItem[]> {
  const digests = folderItems.flatMap(({ pk, hasRejects }) => (hasRejects === true ? [folderDigestOf(pk)] : []));
  const found = await Promise.all(
    digests.map(async (digest) => {
      const only = await folders.onlyStudy(study.site, digest);
      return only === study.studyInstanceUid ? folders.rejectsIn(study.site, digest) : [];
    }),
  );
  return found.flat();
}
