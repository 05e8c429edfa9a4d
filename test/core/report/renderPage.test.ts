import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPage } from '../../../core/report/index.ts';
import { flair, flairRequirement, report, study, verdict } from './reportBuilder.ts';

describe('renderPage', () => {
  test('says outcome, requirement, nearest miss and remedy in words', () => {
    const page = renderPage(report(study()));
    expect(page).toContain('Not compliant</span>, something required is not met.');
    expect(page).toContain('<h4>3D FLAIR, or 2D FLAIR in two planes</h4>');
    expect(page).toContain('Not met</span>; required for diagnosis');
    expect(page).toContain('<dt>Nearest</dt><dd>series 4 (FLAIR 3D sagittal)</dd>');
    expect(page).toContain('<dt>To mend</dt><dd>slice thickness 5 mm → at most 3 mm</dd>');
    expect(page).toContain('It is not a medical device');
  });

  test('needs nothing from elsewhere and runs nothing', () => {
    const page = renderPage(report(study()));
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\bon\w+=|https?:/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).toContain('<meta name="referrer" content="no-referrer">');
  });

  test('headings go down one level at a time', () => {
    const levels = [...renderPage(report(study(), study())).matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test('whatever a header or a file name holds, the page has the same elements', () => {
    const pageWith = (text: string): string => {
      const { acquiredAt: _, contrastDelayMin: _d, ...acquisition } = flair({ id: text, seriesDescription: text });
      const entry = study({
        studyDate: text,
        studyDescription: text,
        acquisitions: [acquisition],
        reading: {
          files: 1,
          instances: 1,
          bytesRead: 1,
          bytesTotal: 1,
          rejected: [{ path: text, code: text, reason: text }],
        },
        verdicts: [
          verdict({ requirements: [flairRequirement({ title: text, nearest: { acquisition: text, remedy: text } })] }),
        ],
      });
      return renderPage(report(entry));
    };
    const tags = (page: string): readonly string[] =>
      page.match(/<[^>]*>/g)?.map((tag) => tag.replace(/datetime="[^"]*"/, '')) ?? [];
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onload='x",
        '</style><b>',
        '&lt;b&gt;',
      ),
    );
    const expected = tags(pageWith('plain'));
    fc.assert(
      fc.property(hostile, (text) => {
        expect(tags(pageWith(text))).toStrictEqual(expected);
      }),
    );
  });

  test('an ampersand is escaped once', () => {
    expect(renderPage(report(study({ studyDescription: 'Brain & "cord" <MS>' })))).toContain(
      '</time> · Brain &amp; &quot;cord&quot; &lt;MS&gt;</h2>',
    );
  });
});
