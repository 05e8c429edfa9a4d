import { attributeByTag, groupAttributeByTag } from '../core/dicom/attributeTable.ts';
import type { Keyword } from '../core/dicom/index.ts';
import { type VendorAttribute, vendorAttributes } from '../core/dicom/vendorAttributes.ts';
import { attributeUses } from './attributeUses.ts';

/** The tables of `reading.md`, by the name that stands in its markers. */
const tables: Readonly<Record<string, () => string>> = { attributes: attributeTable, vendors: vendorTable };

const marked = /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end of table -->)/g;

/**
 * The page with each table between its markers, `<!-- table: name -->` and `<!-- end of table -->`, written anew.
 *
 * @throws when a marker names no table
 */
export function withReadingTables(page: string): string {
  return page.replace(marked, (_all, begin: string, name: string, end: string) => {
    const table = tables[name];
    if (table === undefined) {
      throw new Error(`reading.md asks for a table "${name}". There are: ${Object.keys(tables).join(', ')}.`);
    }
    return `${begin}\n${table()}\n\n${end}`;
  });
}

function attributeTable(): string {
  const head = ['Attribute', 'Tag · VR', 'In Enhanced MR', 'Fallback', 'Read for', 'When it is absent'];
  const rows = keywordsInOrder().map((keyword) => {
    const { macro, fallback, use, whenAbsent } = attributeUses[keyword];
    const vendors = vendorAttributes.filter(({ fills }) => fills === keyword).map(vendorName);
    return [
      `\`${keyword}\``,
      tagAndVr(keyword),
      macro ?? '',
      [...(fallback === undefined ? [] : [fallback]), ...new Set(vendors)].join('; '),
      use,
      whenAbsent,
    ];
  });
  return markdownTable([head, ...rows]);
}

/** By tag, as a dump lists them; what has no tag of its own comes last. */
function keywordsInOrder(): readonly Keyword[] {
  const all = Object.keys(attributeUses).filter(isKeyword);
  return all.sort((one, other) => tagOf(one) - tagOf(other));
}

function isKeyword(name: string): name is Keyword {
  return name in attributeUses;
}

function attributeOf(keyword: Keyword) {
  const found = [...attributeByTag.values(), ...groupAttributeByTag.values()];
  return found.find((attribute) => attribute.keyword === keyword) ?? null;
}

function tagOf(keyword: Keyword): number {
  return attributeOf(keyword)?.tag ?? Number.POSITIVE_INFINITY;
}

function tagAndVr(keyword: Keyword): string {
  const attribute = attributeOf(keyword);
  return attribute === null ? 'none of its own' : `${written(attribute.tag)} ${attribute.vr}`;
}

function vendorTable(): string {
  const head = ['Private Creator', 'Element · VR', 'Fills', 'Documented in'];
  const rows = vendorAttributes.map((attribute) => [
    `\`${attribute.creator}\``,
    `${privateElement(attribute)} ${attribute.vr}`,
    `\`${attribute.fills}\``,
    attribute.source,
  ]);
  return markdownTable([head, ...rows]);
}

function vendorName(attribute: VendorAttribute): string {
  return `${attribute.creator} ${privateElement(attribute)}`;
}

function privateElement({ group, element }: VendorAttribute): string {
  return `(${hex(group, 4)},xx${hex(element, 2)})`;
}

function written(tag: number): string {
  return `(${hex(tag >>> 16, 4)},${hex(tag & 0xffff, 4)})`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
