/** What an object is, by its SOP class: an MR image of either kind, an image of another modality, or no image at all. */
export type ObjectClass =
  | { readonly kind: 'classic-mr' }
  | { readonly kind: 'enhanced-mr' }
  | { readonly kind: 'other-modality'; readonly name: string }
  | { readonly kind: 'not-an-image'; readonly name: string }
  | { readonly kind: 'dicomdir' }
  | { readonly kind: 'unknown' };

export const mediaStorageDirectory = '1.2.840.10008.1.3.10';
const storageRoot = '1.2.840.10008.5.1.4.1.1.';

const mrClasses: ReadonlyMap<string, ObjectClass> = new Map<string, ObjectClass>([
  ['4', { kind: 'classic-mr' }],
  ['4.1', { kind: 'enhanced-mr' }],
  ['4.3', { kind: 'enhanced-mr' }],
  ['4.4', { kind: 'enhanced-mr' }],
]);

/** Families of PS3.4 Annex B.5 below the storage root; the longest that matches names the object. */
const otherModalities: ReadonlyMap<string, string> = new Map([
  ['1', 'an X-ray image'],
  ['2', 'a CT image'],
  ['3', 'an ultrasound image'],
  ['5', 'a nuclear medicine image'],
  ['6', 'an ultrasound image'],
  ['6.3', 'a photoacoustic image'],
  ['12', 'an X-ray angiographic or fluoroscopic image'],
  ['13', 'an X-ray image'],
  ['14', 'an intravascular OCT image'],
  ['20', 'a nuclear medicine image'],
  ['77', 'a visible light or ophthalmic image'],
  ['128', 'a PET image'],
  ['130', 'a PET image'],
  ['481.1', 'a radiotherapy image'],
  ['481.23', 'a radiotherapy image'],
  ['481.24', 'a radiotherapy image'],
  ['501', 'a security (DICOS) image'],
  ['601', 'an eddy current image'],
]);

const notImages: ReadonlyMap<string, string> = new Map([
  ['4.2', 'MR spectroscopy'],
  ['7', 'a secondary capture'],
  ['8', 'an overlay'],
  ['9', 'a waveform or curve'],
  ['10', 'a lookup table'],
  ['11', 'a presentation state'],
  ['30', 'a parametric map'],
  ['66', 'raw data'],
  ['66.1', 'a spatial registration'],
  ['66.2', 'spatial fiducials'],
  ['66.3', 'a spatial registration'],
  ['66.4', 'a segmentation'],
  ['66.5', 'a surface segmentation'],
  ['66.6', 'tractography results'],
  ['67', 'a real world value mapping'],
  ['68', 'a surface scan'],
  ['78', 'ophthalmic measurements'],
  ['79', 'an ophthalmic report'],
  ['80', 'ophthalmic measurements'],
  ['81', 'an ophthalmic map'],
  ['82', 'a corneal map'],
  ['88', 'a structured report'],
  ['88.59', 'a key object selection'],
  ['88.67', 'a radiation dose report'],
  ['88.68', 'a radiation dose report'],
  ['88.73', 'a radiation dose report'],
  ['88.76', 'a radiation dose report'],
  ['90', 'content assessment results'],
  ['91', 'annotations'],
  ['104', 'an encapsulated document'],
  ['104.1', 'an encapsulated PDF'],
  ['104.2', 'an encapsulated CDA document'],
  ['129', 'a curve'],
  ['131', 'a structured display'],
  ['200', 'a procedure protocol'],
  ['201', 'an inventory'],
  ['481', 'a radiotherapy object'],
]);

/** Objects of the standard that live outside the storage root (PS3.4 Annex B.5, GG.3; retired ones of PS3.6 Annex A). */
const elsewhere: readonly (readonly [string, string])[] = [
  ['1.2.840.10008.5.1.1.', 'a print job'],
  ['1.2.840.10008.5.1.4.34.6.', 'a work list entry'],
  ['1.2.840.10008.5.1.4.34.4.', 'a work list entry'],
  ['1.2.840.10008.5.1.4.34.', 'a radiotherapy object'],
  ['1.2.840.10008.5.1.4.38.', 'a hanging protocol'],
  ['1.2.840.10008.5.1.4.39.', 'a colour palette'],
  ['1.2.840.10008.5.1.4.43.', 'an implant template'],
  ['1.2.840.10008.5.1.4.44.', 'an implant template'],
  ['1.2.840.10008.5.1.4.45.', 'an implant template'],
];

/** Vendors' own objects that MR scanners put into a study. */
const ofVendors: ReadonlyMap<string, string> = new Map([
  // The list of storage classes of dcm4chee-arc names it "Private Siemens CSA Non Image Storage".
  ['1.3.12.2.1107.5.9.1', "Siemens' raw data or spectroscopy"],
  // Philips DICOM conformance statement, Intera and Achieva R1.5, 4522 132 49781.
  ['1.3.46.670589.11.0.0.12.1', "Philips' MR spectroscopy"],
  ['1.3.46.670589.11.0.0.12.2', "Philips' MR series data"],
]);

/** What the object of a SOP class is. */
export function objectClassOf(sopClassUid: string): ObjectClass {
  if (sopClassUid === mediaStorageDirectory) return { kind: 'dicomdir' };
  if (!sopClassUid.startsWith(storageRoot)) return objectOutsideStorageRoot(sopClassUid);
  const path = sopClassUid.slice(storageRoot.length);
  const mr = mrClasses.get(path);
  if (mr !== undefined) return mr;
  const components = path.split('.');
  for (let length = components.length; length > 0; length -= 1) {
    const family = components.slice(0, length).join('.');
    const image = otherModalities.get(family);
    if (image !== undefined) return { kind: 'other-modality', name: image };
    const other = notImages.get(family);
    if (other !== undefined) return { kind: 'not-an-image', name: other };
  }
  return { kind: 'unknown' };
}

function objectOutsideStorageRoot(sopClassUid: string): ObjectClass {
  const name = ofVendors.get(sopClassUid) ?? elsewhere.find(([prefix]) => sopClassUid.startsWith(prefix))?.[1];
  return name === undefined ? { kind: 'unknown' } : { kind: 'not-an-image', name };
}
