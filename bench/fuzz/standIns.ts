import { vendorAttributes } from '../../core/dicom/vendorAttributes.ts';

/**
 * Which attributes may stand for another, as the standard has them. A value of `of` may come from `keyword`, for every
 * way that the reader documents; the claim check accepts no other source.
 */
export type StandIn = {
  readonly of: string;
  readonly keyword: string;
  readonly why: string;
};

export const standIns: readonly StandIn[] = [
  { of: 'EchoTime', keyword: 'EffectiveEchoTime', why: 'MR Echo macro, PS3.3 C.8.13.5.4' },
  { of: 'ImageType', keyword: 'FrameType', why: 'MR Image Frame Type macro, PS3.3 C.8.13.5.1' },
  { of: 'AcquisitionDateTime', keyword: 'FrameAcquisitionDateTime', why: 'Frame Content macro, PS3.3 C.7.6.16.2.2' },
  { of: 'EchoTrainLength', keyword: 'RFEchoTrainLength', why: 'MR Timing macro, PS3.3 C.8.13.5.2' },
  { of: 'SOPClassUID', keyword: 'MediaStorageSOPClassUID', why: 'file meta information, PS3.10 7.1' },
  { of: 'SOPInstanceUID', keyword: 'MediaStorageSOPInstanceUID', why: 'file meta information, PS3.10 7.1' },
];

/** Keywords that no dictionary has: made of other attributes, or of vendors' elements alone. */
export const keywordsOfOurs: ReadonlySet<string> = new Set([
  'AcquisitionSteps',
  'SlicesInAcquisition',
  'ImagesInMosaic',
]);

/** A private element in one of the blocks that its creator may reserve (PS3.5 7.8.1). */
export type PrivateElement = {
  readonly of: string;
  readonly creator: { readonly tag: number; readonly vr: 'LO'; readonly name: string };
  readonly tag: number;
  readonly vr: string;
};

/** All private elements that may stand for a standard one, in all blocks. */
export const privateElements: readonly PrivateElement[] = vendorAttributes.flatMap(
  ({ fills, creator, group, element, vr }) =>
    Array.from({ length: 0xf0 }, (_, index) => {
      const block = 0x10 + index;
      return {
        of: fills,
        creator: { tag: group * 0x10000 + block, vr: 'LO' as const, name: creator },
        tag: group * 0x10000 + block * 0x100 + element,
        vr,
      };
    }),
);
