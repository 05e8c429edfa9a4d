import { createHash } from 'node:crypto';
import type { Report } from '../../core/report/index.ts';

export type Answer = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
};

export function htmlAnswer(statusCode: number, page: string): Answer {
  const headers = { ...headersOf(styleSources(page)), 'content-type': 'text/html; charset=utf-8' };
  return { statusCode, headers, body: page };
}

export function jsonAnswer(report: Report): Answer {
  const headers = { ...headersOf([]), 'content-type': 'application/json; charset=utf-8' };
  return { statusCode: 200, headers, body: `${JSON.stringify(report, null, 2)}\n` };
}

// A report is a patient's: no cache keeps it, no other page frames it, no link tells where it came from.
function headersOf(styles: readonly string[]): Record<string, string> {
  const styleSource = styles.length === 0 ? "'none'" : styles.join(' ');
  return {
    'content-security-policy': `default-src 'none'; style-src ${styleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-robots-tag': 'noindex, nofollow',
    vary: 'accept',
  };
}

/** The page's own style elements, each by its hash (CSP level 2), so that no other style and no script is ever obeyed. */
function styleSources(page: string): readonly string[] {
  return [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(
    ([, style]) =>
      `'sha256-${createHash('sha256')
        .update(style ?? '')
        .digest('base64')}'`,
  );
}
