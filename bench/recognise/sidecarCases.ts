import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { BodyRegion } from '../../core/acquisition/index.ts';
import type { AcquisitionHeader } from '../../core/dicom/index.ts';
import { labelClassOf } from './labelClasses.ts';
import type { LabelledCase, LabelledStudies } from './labelledCase.ts';
import { parameterSet } from './parameterSet.ts';
import { sidecarHeader } from './sidecarHeader.ts';
import { vendorName } from './vendorName.ts';

const sidecar = z.object({
  dataset: z.string(),
  path: z.string(),
  label: z.string(),
  label_gad: z.enum(['yes', '']),
  label_region: z.string(),
  derived: z.literal([0, 1]),
  conflict: z.string(),
  vendor: z.string(),
  params: z.record(z.string(), z.unknown()),
});
type Sidecar = z.infer<typeof sidecar>;

/**
 * The entries of `dev.json`. Echoes of one series are one case, as they are one series of images; the series of one person
 * are one study.
 *
 * @param alone each entry by itself instead: a series and a study of its own
 */
export function sidecarCases(folder: string, alone = false): LabelledStudies {
  const entries = z.array(sidecar).parse(JSON.parse(readFileSync(join(folder, 'dev.json'), 'utf8')));
  const studies = new Map<string, AcquisitionHeader[]>();
  const bySeries = Map.groupBy(entries, (entry) => (alone ? pathOf(entry) : seriesOf(entry)));
  const cases = [...bySeries].flatMap(([series, echoes]): LabelledCase[] => {
    const [first] = echoes;
    if (first === undefined) return [];
    const study = `sidecars ${alone ? series : studyOf(first)}`;
    const headers = echoes.map((entry) =>
      sidecarHeader(entry.params, {
        StudyInstanceUID: uidOf(study),
        SeriesInstanceUID: uidOf(series),
        SOPInstanceUID: uidOf(pathOf(entry)),
      }),
    );
    studies.set(study, [...(studies.get(study) ?? []), ...headers]);
    return [caseOf(first, study, series, headers)];
  });
  return { cases, studies, notImages: [] };
}

function caseOf(entry: Sidecar, study: string, series: string, headers: readonly AcquisitionHeader[]): LabelledCase {
  const { echoes, contrast, derived } = labelClassOf(entry.label);
  const manufacturer = headers.map(({ shared }) => shared.Manufacturer).find(Boolean) ?? entry.vendor;
  return {
    source: 'sidecars',
    dataSet: entry.dataset,
    vendor: vendorName(manufacturer),
    group: `sidecars ${entry.dataset} ${entry.label} ${parameterSet(headers)}`,
    path: pathOf(entry),
    label: entry.label,
    expected: {
      sequences: echoes.flat(),
      contrast: contrast ?? (entry.label_gad === 'yes' ? 'yes' : null),
      dimension: null,
      planes: null,
      derived: derived ?? entry.derived === 1,
      regions: regionsOf(entry.label_region),
    },
    study,
    seriesInstanceUid: uidOf(series),
    echo: null,
    doubt: entry.conflict === '' ? null : `the label is doubted: ${entry.conflict}`,
  };
}

function pathOf({ dataset, path }: Sidecar): string {
  return `${dataset}/${path}`;
}

/** BIDS gives each echo a file (`_echo-2`), where the scanner made one series. */
function seriesOf(entry: Sidecar): string {
  return pathOf(entry).replace(/_echo-\d+/, '');
}

/** Up to the person and the visit (`ses-`), where the path names them. */
function studyOf(entry: Sidecar): string {
  const person = /^.*?\bsub-[^/]+(?:\/ses-[^/]+)?/.exec(entry.path)?.[0];
  return `${entry.dataset}/${person ?? dirname(entry.path)}`;
}

function regionsOf(label: string): readonly BodyRegion[] | null {
  if (label === 'brain') return ['brain'];
  if (label === 'cord (cervical)') return ['cervical-cord'];
  // One image shows both: either name is right.
  return label === 'head+cervical cord' ? ['brain', 'cervical-cord'] : null;
}

/** A UID in the form of PS3.5 B.2, the same for the same text. */
function uidOf(text: string): string {
  return `2.25.${BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`)}`;
}
