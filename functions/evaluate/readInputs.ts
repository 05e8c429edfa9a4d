import type { AcquisitionHeader } from '../../core/dicom/index.ts';
import { indications } from '../../core/protocol/index.ts';
import {
  currentObjects,
  type FolderItem,
  folderDigestOf,
  type InstanceItem,
  type RejectItem,
  type StudyItem,
  studyFacts,
  type VerdictInputs,
} from '../../core/records/index.ts';
import { engineVersion, studyDateOf } from '../../core/report/index.ts';
import type { Directory } from '../tables/directory.ts';
import type { Folders } from '../tables/folders.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';
import { headersOf } from './headersOf.ts';
import { siteEditions } from './siteEditions.ts';

/** All but the patient's other studies, which are read when this one is judged. */
export type StudyInputs = Omit<VerdictInputs, 'prior' | 'otherStudies'> & {
  readonly headers: readonly AcquisitionHeader[];
  /** `YYYY-MM-DD` */
  readonly studyDate: string | null;
};

export type ReadInputsDependencies = {
  readonly verdicts: Pick<StudyVerdicts, 'readObjects'>;
  readonly folders: Pick<Folders, 'onlyStudy' | 'read' | 'rejectsIn' | 'takeRejects' | 'giveRejectsBack'>;
  readonly directory: Pick<Directory, 'readSite' | 'readSiteProtocol'>;
};

/** Everything that the verdict of a study depends on, as it stands now. */
export async function readInputs(study: StudyItem, dependencies: ReadInputsDependencies): Promise<StudyInputs> {
  const folderItems = await dependencies.folders.read(study.site, study.folders ?? new Set());
  const site = await dependencies.directory.readSite(study.site);
  const stored = await dependencies.verdicts.readObjects(study);
  const notes = folderItems.map((item) => withoutReplaced(item, stored));
  const { studyJson } = studyFacts(notes, study.firstArrivalMs);
  const unclaimed = await unclaimedRejects(study, folderItems, dependencies.folders);
  const current = currentObjects(stored.instances, [...stored.rejects, ...unclaimed]);
  const { instances } = current;
  const rejects = current.rejects.filter(({ pk }) => pk === study.pk);
  const folderRejects = current.rejects.filter(({ pk }) => pk !== study.pk);
  const headers = headersOf(instances);
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

/** An archive that was dropped again without its `study.json` says nothing of what that said. */
function withoutReplaced(
  folder: FolderItem,
  { instances, rejects }: { readonly instances: readonly InstanceItem[]; readonly rejects: readonly RejectItem[] },
): FolderItem {
  const { studyJson, studyJsonArchive, studyJsonSequencer = '', ...rest } = folder;
  if (studyJson === undefined || studyJsonArchive === undefined) return folder;
  const isReplaced = [...instances, ...rejects].some(
    ({ archiveDigest, sequencer }) => archiveDigest === studyJsonArchive && sequencer > studyJsonSequencer,
  );
  return isReplaced ? rest : folder;
}

/**
 * A file that does not say whose it is belongs to the study beside it, if there is just one. That it is the only one is asked
 * again once it is written down: a second study that came between finds it written down, and has this one looked at again.
 */
async function unclaimedRejects(
  study: StudyItem,
  folderItems: readonly FolderItem[],
  folders: ReadInputsDependencies['folders'],
): Promise<readonly RejectItem[]> {
  const { site, studyInstanceUid } = study;
  const found = await Promise.all(
    folderItems.map(async ({ pk, hasRejects, rejectsOf, studyJsonSequencer = '' }) => {
      if (hasRejects !== true) return [];
      const digest = folderDigestOf(pk);
      const isOnlyOne = async () => (await folders.onlyStudy(site, digest)) === studyInstanceUid;
      if (!(await isOnlyOne())) {
        if (rejectsOf === studyInstanceUid) await folders.giveRejectsBack(site, digest, studyInstanceUid);
        return [];
      }
      if (rejectsOf !== studyInstanceUid) {
        await folders.takeRejects(site, digest, studyInstanceUid);
        if (!(await isOnlyOne())) return [];
      }
      const rejects = await folders.rejectsIn(site, digest);
      // A study.json that could be read has come in its place.
      return rejects.filter(({ code, sequencer }) => code !== 'invalid-study-json' || sequencer >= studyJsonSequencer);
    }),
  );
  return found.flat();
}
