import type { Acquisition, Geometry } from '../../../core/acquisition/acquisition.ts';

type Changes = Partial<Omit<Acquisition, 'geometry'>> & {
  readonly geometry?: Partial<Geometry>;
  readonly fieldStrengthT?: number | null;
};

/** A 3 mm axial 2D acquisition of the brain without gap, 1 mm in-plane, at 3 T, without contrast; and what is said. */
export function anAcquisition({ geometry, fieldStrengthT = 3, ...changes }: Changes = {}): Acquisition {
  return {
    id: '1.2.3#1',
    seriesInstanceUid: '1.2.3',
    seriesNumber: 1,
    seriesDescription: null,
    sequence: 'T2w',
    contrastEnhanced: 'no',
    dimension: '2D',
    plane: 'axial',
    obliquityDeg: 0,
    region: 'brain',
    derived: false,
    fatSuppressed: false,
    confidence: 0.9,
    evidence: [],
    scanner: { manufacturer: 'ACME', model: 'Magnet', fieldStrengthT, station: null, software: null },
    geometry: {
      slices: 50,
      sliceThicknessMm: 3,
      spacingMm: 3,
      gapMm: 0,
      inPlaneMm: [0.5, 0.5],
      acquiredInPlaneMm: [1, 1],
      acquiredInPlaneBasis: 'AcquisitionMatrix',
      coverageMm: 150,
      missingSlices: 0,
      ...geometry,
    },
    timing: { repetitionTimeMs: 5000, echoTimeMs: 100, inversionTimeMs: null, flipAngleDeg: 90, bValues: [] },
    instances: 50,
    acquiredAt: null,
    contrastDelayMin: null,
    ...changes,
  };
}

/** The same with 1 mm isotropic voxels, sagittal, 3D. */
export function a3dAcquisition({ geometry, ...changes }: Changes = {}): Acquisition {
  return anAcquisition({
    dimension: '3D',
    plane: 'sagittal',
    ...changes,
    geometry: { slices: 176, sliceThicknessMm: 1, spacingMm: 1, gapMm: 0, coverageMm: 176, ...geometry },
  });
}

/** Series numbered from 1 in the order given, acquired a minute apart. */
export function aStudy(...acquisitions: readonly Acquisition[]): readonly Acquisition[] {
  return acquisitions.map((acquisition, index) => ({
    ...acquisition,
    id: `1.2.${index + 1}#1`,
    seriesInstanceUid: `1.2.${index + 1}`,
    seriesNumber: index + 1,
    acquiredAt: `2025-01-01T10:${String(index).padStart(2, '0')}:00.000000`,
  }));
}
