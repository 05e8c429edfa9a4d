import type { Acquisition } from './acquisition.ts';
import type { Image } from './image.ts';
import type { Vector } from './orientation.ts';

/** An acquisition with what the passes over a whole study need of it. */
export type Placed = {
  readonly acquisition: Acquisition;
  readonly images: readonly Image[];
  readonly frameOfReference: string | null;
  /** The middle of the stack in patient coordinates, mm. */
  readonly centre: Vector | null;
  /** Whether the series itself says which region it shows, and not only the examination it is part of. */
  readonly ownRegion: boolean;
  /** Whether it shows the spine, and nothing in its header says which part. */
  readonly someSpine: boolean;
  /** Whether it is a sagittal slab that only its size and its examination place. */
  readonly unnamedSlab: boolean;
  /** Whether the part of the spine is told by the height of the field or the coil, and by no word. */
  readonly partBySize: boolean;
  /** Whether the study's description alone names the region, or nothing but a coil beside it. */
  readonly onlyStudy: boolean;
  /** Whether its region was told by where it lies among the other series. */
  readonly told?: boolean;
};
