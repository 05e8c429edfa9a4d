import { describe, expect, test } from 'vitest';
import { renderNotice } from '../../../core/report/index.ts';

const link = 'https://reports.example/r/north/abc/1?e=1900000000&s=c2ln';

describe('renderNotice', () => {
  test('says that a report is ready and gives the link, no more', () => {
    const notice = renderNotice({ siteName: 'North Clinic', link, correction: false });
    expect(notice.subject).toBe('A report is ready for a study at North Clinic');
    expect(notice.text).toBe(`Hello,

A report is ready for a study at North Clinic.

Open the report:
${link}

Whoever has this link can open the report: please do not pass this message on.

-- 
MS MRI check sends this message to the contacts that North Clinic has registered. It holds no medical content.
`);
    expect(notice.html).toContain('<a href="https://reports.example/r/north/abc/1?e=1900000000&amp;s=c2ln"');
    expect(notice.html).toContain('<p>A report is ready for a study at North Clinic. </p>');
  });

  test('a correction says that it replaces the earlier report', () => {
    const notice = renderNotice({ siteName: 'North Clinic', link, correction: true });
    expect(notice.subject).toBe('A corrected report is ready for a study at North Clinic');
    for (const body of [notice.text, notice.html])
      expect(body).toContain('It replaces the report that was announced before.');
  });

  test('says no outcome', () => {
    const { subject, text, html } = renderNotice({ siteName: 'North Clinic', link, correction: true });
    expect(subject + text + html).not.toMatch(/complian|not met|cannot tell|sclerosis|brain|cord|FLAIR/i);
  });

  test('a site name cannot add a header to the mail or an element to the page', () => {
    const notice = renderNotice({ siteName: 'North\r\nBcc: a@b.example <img>', link, correction: false });
    expect(notice.subject).toBe('A report is ready for a study at North Bcc: a@b.example <img>');
    expect(notice.html).not.toContain('<img');
  });

  test('refuses a link that is no web address', () => {
    expect(() => renderNotice({ siteName: 'North', link: 'javascript:alert(1)', correction: false })).toThrow(
      RangeError,
    );
  });
});
