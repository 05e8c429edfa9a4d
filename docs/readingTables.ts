import { type ArchiveLimits, defaultArchiveLimits, largestArchiveLimits } from '../core/archive/index.ts';
import { attributeByTag, groupAttributeByTag } from '../core/dicom/attributeTable.ts';
import type { Keyword } from '../core/dicom/index.ts';
import { type VendorAttribute, vendorAttributes } from '../core/dicom/vendorAttributes.ts';
import { archiveLimitUses } from './archiveLimitUses.ts';
import { attributeUses } from './attributeUses.ts';

/** The pages that hold tables, beside this file. */
export const pagesWithTables = ['reading.md', 'archives.md'] as const;

/** The tables of the pages, by the name that stands in their markers. */
const tables: Readonly<Record<string, () => string>> = {
  attributes: attributeTable,
  vendors: vendorTable,
  archiveLimits: archiveLimitTable,
};

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
      throw new Error(`A page asks for a table "${name}". There are: ${Object.keys(tables).join(', ')}.`);
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

function archiveLimitTable(): string {
  const head = ['Limit', 'Default', 'At most', 'What it limits', 'Beyond it'];
  const rows = Object.keys(archiveLimitUses)
    .filter(isArchiveLimit)
    .map((name) => {
      const { of, beyond } = archiveLimitUses[name];
      return [`\`${name}\``, amount(name, defaultArchiveLimits), amount(name, largestArchiveLimits), of, beyond];
    });
  return markdownTable([head, ...rows]);
}

function isArchiveLimit(name: string): name is keyof ArchiveLimits {
  return name in archiveLimitUses;
}

/** As it is to be written, and what is easier to read. */
function amount(name: keyof ArchiveLimits, limits: ArchiveLimits): string {
  const value = limits[name];
  if (!name.endsWith('Bytes')) return String(value);
  const power = Math.floor(Math.log2(value) / 10);
  return `${value} (${value / 1024 ** power} ${['bytes', 'KiB', 'MiB', 'GiB', 'TiB'][power]})`;
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
