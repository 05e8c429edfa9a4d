import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labelClasses } from '../../../bench/recognise/labelClasses.ts';
import { withResult } from '../../../bench/recognise/resultPage.ts';
import { blankings } from '../../../bench/recognise/withoutText.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/recognition.md'), 'utf8');

describe('the page of results', () => {
  it('takes a new result in place of the old one, and stays otherwise as it is', () => {
    const once = withResult(page, 'first');
    expect(once).toContain('```text\nfirst\n```');
    const twice = withResult(once, 'second');
    expect(twice).not.toContain('first\n```');
    expect(withResult(twice, 'first')).toBe(once);
    expect(once.split('<!-- result')[0]).toBe(page.split('<!-- result')[0]);
  });

  it('without a place for it is refused', () => {
    expect(() => withResult('# Page', 'x')).toThrow('The page has no line "<!-- result');
  });

  it('names every attribute that is blanked and every label', () => {
    for (const keyword of blankings.all) expect(page).toContain(`\`${keyword}\``);
    for (const { label } of labelClasses) expect(page).toContain(`\`${label}\``);
  });
});
