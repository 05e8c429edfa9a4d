/** The part of dcmjs (which ships no types) that writing and reading back whole files needs. */
declare module 'dcmjs' {
  export namespace data {
    type Element = { vr: string; Value: readonly unknown[] };
    type Dataset = { [tag: string]: Element };

    class DicomDict {
      constructor(meta: Dataset);
      meta: Dataset;
      dict: Dataset;
      write(options?: { allowInvalidVRLength?: boolean }): ArrayBuffer;
    }

    const DicomMessage: {
      readFile(buffer: ArrayBuffer, options?: { readonly [option: string]: unknown }): DicomDict;
    };

    const DicomMetaDictionary: {
      /** Attributes of PS3.6 by keyword; `tag` as `(0018,0081)`. */
      nameMap: { readonly [keyword: string]: { readonly tag: string; readonly vr: string } | undefined };
      denaturalizeDataset(dataset: { readonly [keyword: string]: unknown }): Dataset;
      naturalizeDataset(dataset: Dataset): { [keyword: string]: unknown };
    };
  }
}
