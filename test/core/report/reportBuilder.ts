import type { Acquisition } from '../../../core/acquisition/index.ts';
import type { Finding, RequirementVerdict, Verdict } from '../../../core/compliance/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import type { Reading, Report, StudyReport } from '../../../core/report/index.ts';

/** A 3D FLAIR as a 3 T scanner makes it; say only what differs. */
export function flair(differing: Partial<Acquisition> = {}): Acquisition {
  return {
    id: '1.2.3.4#1',
    seriesInstanceUid: '1.2.3.4',
    seriesNumber: 4,
    seriesDescription: 't2_space_dark-fluid_sag',
    sequence: 'FLAIR',
    contrastEnhanced: 'no',
    dimension: '3D',
    plane: 'sagittal',
    obliquityDeg: 2.1,
    region: 'brain',
    derived: false,
    fatSuppressed: false,
    confidence: 0.97,
    evidence: ['inversion recovery, TI 1650 ms with TE 388 ms'],
    scanner: { manufacturer: 'SIEMENS', model: 'Prisma', fieldStrengthT: 3, station: null, software: null },
    geometry: {
      slices: 176,
      sliceThicknessMm: 1,
      spacingMm: 1,
      gapMm: 0,
      inPlaneMm: [0.5, 0.5],
      acquiredInPlaneMm: [1, 1],
      acquiredInPlaneBasis: 'AcquisitionMatrix',
      coverageMm: 176,
      missingSlices: 0,
    },
    timing: { repetitionTimeMs: 5000, echoTimeMs: 388, inversionTimeMs: 1650, flipAngleDeg: 120, bValues: [] },
    instances: 176,
    acquiredAt: '2025-01-01T09:30:00.000000',
    contrastDelayMin: null,
    ...differing,
  };
}

export function thicknessFinding(differing: Partial<Finding> = {}): Finding {
  return {
    constraint: 'sliceThickness',
    acquisition: '1.2.3.4#1',
    status: 'not-met',
    observed: 5,
    limit: { max: 3 },
    unit: 'mm',
    note: null,
    remark: false,
    ...differing,
  };
}

/** A FLAIR that is too thick, as a requirement sees it; say only what differs. */
export function flairRequirement(differing: Partial<RequirementVerdict> = {}): RequirementVerdict {
  return {
    id: 'brain.flair',
    title: '3D FLAIR, or 2D FLAIR in two planes',
    level: 'required',
    verification: 'reproduced',
    citation: 'Wattjes 2021, Table 1',
    status: 'not-met',
    satisfiedBy: [],
    nearest: { acquisition: '1.2.3.4#1', remedy: 'slice thickness 5 mm → at most 3 mm' },
    findings: [thicknessFinding()],
    ...differing,
  };
}

export const metFlair: Partial<RequirementVerdict> = {
  status: 'met',
  satisfiedBy: ['1.2.3.4#1'],
  nearest: null,
  findings: [thicknessFinding({ status: 'met', observed: 1 })],
};

export function verdict(differing: Partial<Verdict> = {}): Verdict {
  return {
    protocol: 'a-protocol-of-no-catalogue',
    revision: 1,
    digest: '0'.repeat(64),
    region: 'brain',
    indication: 'diagnosis',
    outcome: 'not-compliant',
    requirements: [flairRequirement()],
    ...differing,
  };
}

export const everythingRead: Reading = {
  files: 176,
  instances: 176,
  bytesRead: 2883584,
  bytesTotal: 104857600,
  rejected: [],
};

export function study(differing: Partial<StudyReport> = {}): StudyReport {
  const { acquiredAt: _, contrastDelayMin: _d, ...reported } = flair();
  return {
    studyInstanceUid: '1.2.3',
    studyDate: '2025-01-01',
    studyDescription: 'Brain MS',
    reading: everythingRead,
    acquisitions: [reported],
    verdicts: [verdict()],
    comparison: null,
    ...differing,
  };
}

export function report(...studies: readonly StudyReport[]): Report {
  return { schema: 'ms-mri-check/report/1', engine: '1.2.3', studies };
}

export function header(shared: ImageAttributes = {}): AcquisitionHeader {
  return {
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.3.4',
    SOPInstanceUID: '1.2.3.4.5',
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
    shared,
    frames: [{}],
    remarks: [],
  };
}
