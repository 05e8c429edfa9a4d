import type { Dimension, Geometry } from './acquisition.ts';
import { rounded } from './image.ts';

type Slices = Pick<Geometry, 'sliceThicknessMm' | 'spacingMm'>;
type InPlane = Pick<Geometry, 'inPlaneMm' | 'acquiredInPlaneMm'>;

/** Finer than this than what was acquired, a reconstruction shows more pixels than it knows. */
const interpolatedFrom = 1.2;
/** Edges within a tenth of each other are called the same: a matrix is rounded to whole samples. */
const sameEdge = 1.1;

/** How a voxel came about, in words for the evidence: interpolated in plane, and isotropic in a 3D acquisition. */
export function voxelNotes(dimension: Dimension | null, slices: Slices, inPlane: InPlane): readonly string[] {
  return [...interpolation(inPlane), ...(dimension === '3D' ? isotropy(slices, inPlane) : [])];
}

function interpolation({ inPlaneMm, acquiredInPlaneMm }: InPlane): readonly string[] {
  if (inPlaneMm === null || acquiredInPlaneMm === null) return [];
  const finer = acquiredInPlaneMm.some((mm, axis) => mm > (inPlaneMm[axis] ?? mm) * interpolatedFrom);
  return finer
    ? [`interpolated in plane: ${inWords(acquiredInPlaneMm)} acquired, ${inWords(inPlaneMm)} reconstructed`]
    : [];
}

/** By what was acquired where that is known: a voxel that was measured coarser and filled up is not isotropic. */
function isotropy(
  { sliceThicknessMm, spacingMm }: Slices,
  { inPlaneMm, acquiredInPlaneMm }: InPlane,
): readonly string[] {
  const across = acquiredInPlaneMm ?? inPlaneMm;
  if (across === null || sliceThicknessMm === null || spacingMm === null) return [];
  const edges = [...across, sliceThicknessMm, spacingMm];
  const [shortest, longest] = [Math.min(...edges), Math.max(...edges)];
  if (longest > shortest * sameEdge) return [];
  return [`isotropic voxels${acquiredInPlaneMm === null ? ', as reconstructed' : ''}, ${rounded(longest, 2)} mm`];
}

function inWords([row, column]: readonly [number, number]): string {
  const [r, c] = [rounded(row, 2), rounded(column, 2)];
  return r === c ? `${r} mm` : `${r} × ${c} mm`;
}
