import { attributeByTag } from '../../core/dicom/attributeTable.ts';
import { numberKeywords, numberListKeywords, textKeywords, textListKeywords } from '../../core/dicom/index.ts';
import { vendorAttributes } from '../../core/dicom/vendorAttributes.ts';

/** What is to be compared: all keywords of a header by the kind of their value, and the private elements that may fill them. */
export function allowList() {
  return {
    text: textKeywords,
    number: numberKeywords,
    numberList: numberListKeywords,
    textList: textListKeywords,
    /** Tag and VR as the reader's table has them, to be held against pydicom's dictionary. */
    tags: Object.fromEntries([...attributeByTag.values()].map(({ keyword, tag, vr }) => [keyword, { tag, vr }])),
    /** Keywords whose list must have a number of values. */
    counts: Object.fromEntries(
      [...attributeByTag.values()].flatMap(({ keyword, kind }) =>
        kind.as === 'number-list' && kind.count !== null ? [[keyword, kind.count]] : [],
      ),
    ),
    vendors: vendorAttributes,
  };
}
