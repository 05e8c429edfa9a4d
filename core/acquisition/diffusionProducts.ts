/** Values of ImageType for images that are weighted by diffusion in no single direction: what radiologists read as "the DWI". */
export const diffusionTraces: readonly string[] = ['TRACEW', 'TRACE', 'ISOTROPIC', 'CALC_BVALUE'];

/**
 * Values of ImageType for what a model of diffusion yields: anisotropy (FA, COLFA), diffusivities (MD, AD, RD), the tensor and the b0 image
 * that is stored with it, the exponential of the ADC, kurtosis (PS3.3 C.8.13.3.1.1; Siemens and Philips conformance statements). None is
 * weighted by diffusion.
 */
export const diffusionMaps: readonly string[] = [
  'FA',
  'COLFA',
  'MD',
  'AD',
  'RD',
  'RA',
  'TENSOR',
  // Siemens: the b0 image that the tensor was computed from, averaged and stored with its maps.
  'TENSOR_B0',
  'DIFFUSION_ANISO',
  'EXP',
  'MK',
  'AK',
  'RK',
  'KURTOSIS',
];
