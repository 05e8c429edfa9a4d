import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import type { BodyRegion, Plane } from '../../core/acquisition/index.ts';
import { type AcquisitionHeader, readHeader } from '../../core/dicom/index.ts';
import { csvRows } from './csvRows.ts';
import { labelClassOf } from './labelClasses.ts';
import type { Expected, LabelledCase, LabelledStudies } from './labelledCase.ts';
import { vendorName } from './vendorName.ts';

const labelRow = z.object({
  series_uid: z.string().min(1),
  repo: z.string(),
  example_file: z.string(),
  label: z.string(),
  label_dim: z.enum(['2D', '3D', '']),
  label_region: z.string(),
  label_derived: z.enum(['0', '1']),
  label_gad: z.string(),
  plane: z.string(),
  dup_group: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
  vendor: z.string(),
});
type LabelRow = z.infer<typeof labelRow>;

/** The curator did not know: no class. */
const unsure = 'unsure';

/** The series of `labels.csv` with the headers of all their files, each in its study. */
export function dicomCases(folder: string): LabelledStudies {
  const rows = csvRows(readFileSync(join(folder, 'labels.csv'), 'utf8')).map((row) => labelRow.parse(row));
  const studies = readStudies(folder);
  const cases: LabelledCase[] = [];
  const notImages: { path: string; label: string; reason: string }[] = [];
  for (const row of rows) {
    const collection = row.example_file.split('/')[0] ?? '';
    const study = [...studies].find(
      ([key, headers]) =>
        key.startsWith(`${collection}/`) && headers.some((header) => header.SeriesInstanceUID === row.series_uid),
    )?.[0];
    if (study === undefined) {
      notImages.push({ path: row.example_file, label: row.label, reason: whyNotAnImage(folder, row) });
    } else cases.push(...casesOf(row, study));
  }
  return { cases, studies, notImages };
}

/** By collection and study: the same study may be in two collections, cut down differently. */
function readStudies(folder: string): Map<string, AcquisitionHeader[]> {
  const studies = new Map<string, AcquisitionHeader[]>();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const path of files) {
    const bytes = readFileSync(path);
    const reading = readHeader(bytes, bytes.length);
    if (reading.kind !== 'mr-image') continue;
    const collection = relative(folder, path).split(sep)[0] ?? '';
    const key = `${collection}/${reading.header.StudyInstanceUID}`;
    studies.set(key, [...(studies.get(key) ?? []), reading.header]);
  }
  return studies;
}

function whyNotAnImage(folder: string, row: LabelRow): string {
  const bytes = readFileSync(join(folder, row.example_file));
  const reading = readHeader(bytes, bytes.length);
  return reading.kind === 'rejected' ? reading.reason : 'its series is not in the folder';
}

function casesOf(row: LabelRow, study: string): readonly LabelledCase[] {
  const doubt =
    row.confidence === 'low' ? 'the label is of low confidence' : row.label === unsure ? 'labelled unsure' : null;
  const { echoes, contrast, derived } = row.label === unsure ? { echoes: [[]] } : labelClassOf(row.label);
  return echoes.map((sequences, index) => ({
    source: 'dicom',
    dataSet: row.repo,
    vendor: vendorName(row.vendor),
    group: `labels ${row.dup_group}${echoes.length > 1 ? `, echo ${index + 1}` : ''}`,
    path: row.example_file,
    label: row.label,
    expected: {
      sequences,
      contrast: contrast ?? (row.label_gad === 'yes' ? 'yes' : 'no'),
      dimension: row.label_dim === '' ? null : row.label_dim,
      planes: planesOf(row.plane),
      derived: derived ?? row.label_derived === '1',
      regions: regionsOf(row.label_region),
    } satisfies Expected,
    study,
    seriesInstanceUid: row.series_uid,
    echo: echoes.length > 1 ? { index, of: echoes.length } : null,
    doubt,
  }));
}

const planeNames: Readonly<Record<string, Plane>> = { ax: 'axial', sag: 'sagittal', cor: 'coronal' };

/** `ax-oblique` leans so far that either name is right; `multi:ax/sag` is a series of several planes. */
function planesOf(label: string): readonly Plane[] | null {
  const planes = label
    .replace(/^multi:/, '')
    .split('/')
    .flatMap((name): Plane[] => {
      const [plane, oblique] = name.split('-');
      const named = planeNames[plane ?? ''];
      return named === undefined ? [] : oblique === undefined ? [named] : [named, 'oblique'];
    });
  return planes.length === 0 ? null : planes;
}

/** "brain (assumed)" is the curator's guess, which is not held against anyone. */
function regionsOf(label: string): readonly BodyRegion[] | null {
  if (label === '' || label.includes('assumed')) return null;
  return label === 'brain' ? ['brain'] : ['other'];
}
