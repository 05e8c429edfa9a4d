import { createHash } from 'node:crypto';
import type { OtherStudies } from '../compliance/index.ts';
import { type ExamRegion, type Indication, type PmlRisk, type Protocol, protocolDigest } from '../protocol/index.ts';
import { packedText } from './packedJson.ts';
import { type InstanceItem, instanceOf, type RejectItem } from './studyRecords.ts';

/** The earlier study that a study is compared with, as its objects stand. */
export type PriorInputs = {
  readonly studyInstanceUid: string;
  readonly instances: readonly InstanceItem[];
  readonly rejects: readonly RejectItem[];
};

export type VerdictInputs = {
  readonly instances: readonly InstanceItem[];
  readonly rejects: readonly RejectItem[];
  /** Of the study's folders, where they hold no other study: objects that do not say whose they are. */
  readonly folderRejects: readonly RejectItem[];
  readonly protocols: readonly Protocol[];
  readonly indications: readonly Indication[];
  readonly regions: readonly ExamRegion[] | 'imaged';
  readonly engine: string;
  /** From `study.json`, `null` where it does not say. */
  readonly expectedInstances: number | null;
  /** From `study.json`; `null` where it does not say. Counts only beside an earlier study. */
  readonly pmlRisk: PmlRisk | null;
  readonly prior: PriorInputs | null;
  /** From `study.json`: what the person is known to suffer from. */
  readonly symptoms?: readonly string[];
  /** That the site is registered with, and nothing could be judged by. */
  readonly unknownEditions?: readonly string[];
  /** What the patient's other studies show beyond this one, where an edition asks for it. */
  readonly otherStudies?: OtherStudies['studies'];
};

type Part = readonly (string | number | null)[];

/**
 * SHA-256 over everything that a verdict depends on, whatever the order it arrived in. When and how often an object was
 * dropped is not among it: the same headers under the same rules are the same verdict.
 */
export function inputDigest(inputs: VerdictInputs): string {
  const hash = createHash('sha256');
  const parts: readonly Part[] = [
    ['engine', inputs.engine],
    ['expected', inputs.expectedInstances],
    ['indications', ...[...inputs.indications].sort()],
    ['regions', ...(inputs.regions === 'imaged' ? ['imaged'] : [...inputs.regions].sort())],
    ['symptoms', ...[...(inputs.symptoms ?? [])].sort()],
    ...sorted(
      inputs.protocols.map((protocol) => ['protocol', protocol.id, protocol.revision, protocolDigest(protocol)]),
    ),
    ...sorted((inputs.unknownEditions ?? []).map((name) => ['unknown-edition', name])),
    ...sorted(inputs.instances.map((item) => ['instance', instanceOf(item), packedText(item.header)])),
    ...sorted([...inputs.rejects, ...inputs.folderRejects].map(rejectPart)),
    ...sorted(
      (inputs.otherStudies ?? []).map(({ regions, daysApart }) => ['other-study', daysApart, ...regions.toSorted()]),
    ),
    ...(inputs.prior === null ? [] : priorParts(inputs.prior, inputs.pmlRisk)),
  ];
  for (const part of parts) hash.update(`${JSON.stringify(part)}\n`);
  return hash.digest('hex');
}

function priorParts(prior: PriorInputs, pmlRisk: PmlRisk | null): readonly Part[] {
  return [
    ['prior', prior.studyInstanceUid, pmlRisk],
    ...sorted(prior.instances.map((item) => ['prior-instance', instanceOf(item), packedText(item.header)])),
    ...sorted(prior.rejects.map((item) => ['prior-reject', item.keyDigest, item.code, item.modality])),
  ];
}

/** Which requirements it leaves open goes by its modality and its series. */
function rejectPart({ keyDigest, code, modality, seriesInstanceUid }: RejectItem): Part {
  return ['reject', keyDigest, code, modality, seriesInstanceUid ?? null];
}

function sorted(parts: readonly Part[]): readonly Part[] {
  return parts
    .map((part) => ({ part, text: JSON.stringify(part) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ part }) => part);
}
