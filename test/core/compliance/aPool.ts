import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import type { Pool } from '../../../core/compliance/judgeAsk.ts';
import type { Constraint, OneAcquisition } from '../../../core/protocol/index.ts';

/** A study of the brain to answer an ask with; `unread`: of which series objects could not be read. */
export function aPool(acquisitions: readonly Acquisition[], unread: readonly (string | null)[] = []): Pool {
  return {
    region: 'brain',
    acquisitions,
    tolerance: { mm: 0.05, T: 0.05, percent: 1 },
    unreadObjects: new Map(unread.map((uid) => [uid, unread.filter((each) => each === uid).length])),
    mayBeAltered: false,
    holes: 'doubted',
    judged: new Map(),
  };
}

export const atMost3mm: Constraint = { property: 'sliceThickness', max: 3, unit: 'mm' };

/** An axial or sagittal 2D FLAIR of at most 3 mm. */
export function aFlairIn(plane: 'axial' | 'sagittal' | 'coronal'): OneAcquisition {
  const constraints: readonly Constraint[] = [{ property: 'plane', oneOf: [plane] }, atMost3mm];
  return { kind: 'one', sequence: ['FLAIR'], constraints };
}
