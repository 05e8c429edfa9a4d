import { type Image, positive, tokens, typical, typicalText, usable } from './image.ts';
import { complexComponent } from './imageKind.ts';
import { inversionTimesMs } from './inversionTimes.ts';
import { type Readout, type ScannersName, scannersName } from './scannersName.ts';

/** The header facts of a stack that say how its contrast was made. */
export type AcquisitionPhysics = {
  readonly repetitionTimeMs: number | null;
  readonly echoTimeMs: number | null;
  /** The longest, where there are several. */
  readonly inversionTimeMs: number | null;
  /** Of the second inversion pulse, where there are two: the shorter one. */
  readonly secondInversionTimeMs: number | null;
  readonly flipAngleDeg: number | null;
  readonly echoTrainLength: number | null;
  readonly bValues: readonly number[];
  /** Whether it is there at all; absent and "no" differ. */
  readonly spinEcho: boolean | null;
  readonly gradientEcho: boolean | null;
  readonly echoPlanar: boolean | null;
  readonly inversionRecovery: boolean | null;
  readonly magnetizationPrepared: boolean;
  readonly magnetizationTransfer: boolean;
  readonly spoiled: boolean;
  readonly steadyState: boolean;
  readonly phaseSensitive: boolean;
  /** Above what is needed to resolve anatomy, a fast readout serves echo-planar trains and field maps. */
  readonly pixelBandwidthHz: number | null;
  /** The phase or the imaginary part of the signal, which shows no weighting by relaxation. */
  readonly phaseImage: boolean;
  /** Whether a contrast agent is recorded, whatever it says. */
  readonly agentRecorded: boolean;
  /** AngioFlag: the image is for angiography, as the scanner says. */
  readonly angiographic: boolean;
  readonly sliceThicknessMm: number | null;
  readonly fieldStrengthT: number | null;
  /** An inversion among the options and none in the sequence, beside fat suppression: it may be the one of fat alone (SPIR, SPAIR). */
  readonly optionalInversion: boolean;
  /** From one slice to the next, as the scanner states it. */
  readonly sliceSpacingMm: number | null;
  /** The longer side of a pixel, as acquired where the acquired matrix is stated. */
  readonly pixelMm: number | null;
  /** How many images the stack has. */
  readonly images: number;
  /** What the vendor's own name of the sequence tells. */
  readonly scannersName: ScannersName | null;
  readonly imageType: ReadonlySet<string>;
  readonly statedContrast: ReadonlySet<string>;
  readonly scanOptions: ReadonlySet<string>;
  readonly repeatsPerSlice: number;
  readonly threeDimensional: boolean | null;
};

/** Collects the facts of one stack; every number is the typical one of its images, `null` when none is usable. */
export function acquisitionPhysics(images: readonly Image[]): AcquisitionPhysics {
  const known = collected.get(images) ?? collect(images);
  collected.set(images, known);
  return known;
}

/** Joining, recognising and reporting a stack each ask for its facts. */
const collected = new WeakMap<readonly Image[], AcquisitionPhysics>();

function collect(images: readonly Image[]): AcquisitionPhysics {
  const attributes = images.map((image) => image.attributes);
  const scanning = tokens(attributes.map(({ ScanningSequence }) => ScanningSequence));
  const variant = tokens(attributes.map(({ SequenceVariant }) => SequenceVariant));
  const scanOptions = tokens(attributes.map(({ ScanOptions }) => ScanOptions));
  const imageType = tokens(attributes.map(({ ImageType }) => ImageType));
  const named = scannersName([
    typicalText(attributes.map(({ SequenceName }) => SequenceName)),
    typicalText(attributes.map(({ PulseSequenceName }) => PulseSequenceName)),
  ]);
  const echoPulse = upper(typicalText(attributes.map(({ EchoPulseSequence }) => EchoPulseSequence)));
  const enhancedInversion = upper(typicalText(attributes.map(({ InversionRecovery }) => InversionRecovery)));
  const enhancedEchoPlanar = upper(
    typicalText(attributes.map(({ EchoPlanarPulseSequence }) => EchoPlanarPulseSequence)),
  );
  const magnetizationTransfer = upper(
    typicalText(attributes.map(({ MagnetizationTransfer }) => MagnetizationTransfer)),
  );
  const component = tokens(attributes.map(({ ComplexImageComponent }) => [ComplexImageComponent ?? '']));
  const dimension = upper(typicalText(attributes.map(({ MRAcquisitionType }) => MRAcquisitionType)));
  const inversionTimes = inversionTimesMs(images);
  const inversionTimeMs = inversionTimes.at(-1) ?? null;
  const coded = scanning.size > 0;
  return {
    repetitionTimeMs: typical(attributes.map(({ RepetitionTime }) => positive(RepetitionTime))),
    echoTimeMs: typical(attributes.map(({ EchoTime }) => positive(EchoTime))),
    inversionTimeMs,
    secondInversionTimeMs: inversionTimes.at(-2) ?? null,
    flipAngleDeg: typical(attributes.map(({ FlipAngle }) => positive(FlipAngle))),
    echoTrainLength: typical(attributes.map(({ EchoTrainLength }) => positive(EchoTrainLength))),
    bValues: bValuesOf(attributes),
    pixelBandwidthHz: typical(attributes.map(({ PixelBandwidth }) => positive(PixelBandwidth))),
    spinEcho: readsSpinEcho(scanning, echoPulse, named?.readout ?? null),
    gradientEcho: readsGradientEcho(scanning, echoPulse, named?.readout ?? null),
    echoPlanar:
      scanning.has('EP') ||
      scanOptions.has('EPI_GEMS') ||
      enhancedEchoPlanar === 'YES' ||
      isEchoPlanar(named?.readout ?? null) ||
      fastReadout(attributes)
        ? true
        : coded || enhancedEchoPlanar === 'NO'
          ? false
          : null,
    inversionRecovery: inverted({ coded, scanning, scanOptions, enhanced: enhancedInversion, inversionTimeMs, named }),
    magnetizationPrepared: variant.has('MP'),
    magnetizationTransfer: variant.has('MTC') || (magnetizationTransfer !== '' && magnetizationTransfer !== 'NONE'),
    spoiled: variant.has('SP'),
    steadyState: variant.has('SS'),
    phaseImage: images.length > 0 && images.every(showsPhase),
    agentRecorded: attributes.some(({ ContrastBolusAgent }) => (ContrastBolusAgent ?? '').trim() !== ''),
    angiographic: upper(typicalText(attributes.map(({ AngioFlag }) => AngioFlag))) === 'Y',
    fieldStrengthT: typical(attributes.map(({ MagneticFieldStrength }) => positive(MagneticFieldStrength))),
    optionalInversion:
      coded && !scanning.has('IR') && scanOptions.has('IR') && ['FS', 'SPIR', 'SPAIR'].some((o) => scanOptions.has(o)),
    sliceThicknessMm: typical(attributes.map(({ SliceThickness }) => positive(SliceThickness))),
    sliceSpacingMm: typical(attributes.map(({ SpacingBetweenSlices }) => positive(SpacingBetweenSlices))),
    pixelMm: typical(attributes.map(pixelMmOf)),
    images: images.length,
    phaseSensitive:
      component.has('REAL') ||
      component.has('MIXED') ||
      ['R', 'REAL', 'PSIR', 'PHASE SENSITIVE'].some((t) => imageType.has(t)),
    scannersName: named,
    imageType,
    statedContrast: statedContrasts(images),
    scanOptions,
    repeatsPerSlice: repeats(images),
    threeDimensional: dimension === '3D' ? true : dimension === '2D' ? false : null,
  };
}

/** Scanners interpolate: the field of view over the larger count of the acquired matrix is at least what was sampled. */
function pixelMmOf({ PixelSpacing, AcquisitionMatrix, Rows, Columns }: Image['attributes']): number | null {
  const reconstructed = positive(Math.max(...(PixelSpacing ?? [])));
  const samples = positive(Math.max(...(AcquisitionMatrix ?? [])));
  const pixels = positive(Math.max(Rows ?? 0, Columns ?? 0));
  if (reconstructed === null || samples === null || pixels === null) return reconstructed;
  return Math.max(reconstructed, (reconstructed * pixels) / samples);
}

function showsPhase(image: Image): boolean {
  const component = complexComponent(image);
  return component === 'PHASE' || component === 'IMAGINARY';
}

/** UIH writes what the gradients of each direction came to (928.29, 929.75): parts of a unit mean nothing. */
function bValuesOf(attributes: readonly Image['attributes'][]): readonly number[] {
  const stated = attributes.flatMap(({ DiffusionBValue }) => usable(DiffusionBValue) ?? []);
  return [...new Set(stated.map(Math.round))].sort((a, b) => a - b);
}

/** (0018,0020) first, then the Enhanced macro, then what the vendor calls the sequence. */
function readsSpinEcho(scanning: ReadonlySet<string>, echoPulse: string, readout: Readout | null): boolean | null {
  if (scanning.has('SE')) return true;
  if (scanning.has('GR')) return false;
  if (echoPulse !== '') return echoPulse !== 'GRADIENT';
  if (readout === null || readout === 'EPI') return null;
  return readout === 'spin echo' || readout === 'spin-echo EPI' || readout === 'gradient and spin echo' ? true : null;
}

function readsGradientEcho(scanning: ReadonlySet<string>, echoPulse: string, readout: Readout | null): boolean | null {
  if (scanning.has('GR')) return true;
  if (scanning.has('SE')) return false;
  if (echoPulse !== '') return echoPulse !== 'SPIN';
  if (readout === null || readout === 'EPI') return null;
  return readout === 'gradient echo' || readout === 'gradient-echo EPI' || readout === 'gradient and spin echo'
    ? true
    : null;
}

function isEchoPlanar(readout: Readout | null): boolean {
  return readout !== null && readout !== 'spin echo' && readout !== 'gradient echo';
}

/**
 * Philips codes EPI as plain SE or GR. Its readout gives it away: above about 1 kHz per pixel with tens of echoes in the
 * train, where a turbo spin echo reads at 100 to 500 Hz. A volume may be read at 1 kHz too, at twice that only so.
 */
function fastReadout(attributes: readonly Image['attributes'][]): boolean {
  const bandwidthHz = typical(attributes.map(({ PixelBandwidth }) => positive(PixelBandwidth)));
  const echoes = typical(attributes.map(({ EchoTrainLength }) => positive(EchoTrainLength)));
  const dimension = upper(typicalText(attributes.map(({ MRAcquisitionType }) => MRAcquisitionType)));
  const thicknessMm = typical(attributes.map(({ SliceThickness }) => positive(SliceThickness)));
  // Where nothing says which, slices as thin as a volume's.
  const volume = dimension === '3D' || (dimension === '' && thicknessMm !== null && thicknessMm <= 1.2);
  return bandwidthHz !== null && bandwidthHz >= (volume ? 2000 : 1000) && echoes !== null && echoes >= 20;
}

function inverted({
  coded,
  scanning,
  scanOptions,
  enhanced,
  inversionTimeMs,
  named,
}: {
  readonly coded: boolean;
  readonly scanning: ReadonlySet<string>;
  readonly scanOptions: ReadonlySet<string>;
  readonly enhanced: string;
  readonly inversionTimeMs: number | null;
  readonly named: ScannersName | null;
}): boolean | null {
  if (scanning.has('IR') || scanOptions.has('IR') || scanOptions.has('IR_GEMS') || enhanced === 'YES') return true;
  // A short delay belongs to fat suppression (SPAIR, SPIR) unless an inversion is coded: nulling fat takes as long (STIR).
  if (inversionTimeMs !== null && inversionTimeMs > 300) return true;
  // An MPRAGE whose inversion was switched off keeps its name, and is coded without one.
  if (named?.inverted === true && !coded) return true;
  return coded || enhanced === 'NO' || named?.inverted === false ? false : null;
}

/** How often the average slice position was imaged: many times in a time series, once in an anatomical image. */
function repeats(images: readonly Image[]): number {
  const positions = new Set(images.flatMap(({ attributes }) => attributes.ImagePositionPatient?.join() ?? []));
  // Without positions nothing tells repeats from slices.
  return positions.size === 0 ? 1 : images.length / positions.size;
}

/** Enhanced objects only: in classic images the third value of ImageType is the vendor's own. */
function statedContrasts(images: readonly Image[]): ReadonlySet<string> {
  return tokens(
    images.map(({ attributes }) => {
      const enhanced = attributes.AcquisitionContrast !== undefined || attributes.EchoPulseSequence !== undefined;
      return enhanced ? [attributes.AcquisitionContrast ?? '', attributes.ImageType?.[2] ?? ''] : [];
    }),
  );
}

function upper(text: string | null): string {
  return (text ?? '').trim().toUpperCase();
}
