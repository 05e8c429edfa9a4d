import { html } from './html.ts';
import { printable } from './printable.ts';
import { productName } from './words.ts';

export type NoticeInput = {
  readonly siteName: string;
  /** Absolute http(s) address of the report. */
  readonly link: string;
  /** True when an earlier report of the same study was announced. */
  readonly correction: boolean;
};

export type Notice = { readonly subject: string; readonly text: string; readonly html: string };

/**
 * The e-mail to a clinic. It says that a report is there and gives the link: no outcome, no description of the study
 * and nothing of the patient, since mail is readable on its way.
 *
 * @throws RangeError when the link is no http(s) address
 */
export function renderNotice({ siteName, link, correction }: NoticeInput): Notice {
  const address = new URL(link);
  if (address.protocol !== 'https:' && address.protocol !== 'http:') {
    throw new RangeError('The link of a notice must be an absolute http(s) address.');
  }
  const site = printable(siteName);
  const what = correction ? 'A corrected report' : 'A report';
  const sentences = {
    greeting: 'Hello,',
    ready: `${what} is ready for a study at ${site}.`,
    replaces: correction ? 'It replaces the report that was announced before.' : '',
    care: 'Whoever has this link can open the report: please do not pass this message on.',
    why: `${productName} sends this message to the contacts that ${site} has registered. It holds no medical content.`,
  };
  return {
    subject: `${what} is ready for a study at ${site}`,
    text: [
      sentences.greeting,
      [sentences.ready, sentences.replaces].filter((sentence) => sentence !== '').join(' '),
      `Open the report:\n${address.href}`,
      sentences.care,
      `-- \n${sentences.why}\n`,
    ].join('\n\n'),
    html: html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${what} is ready</title></head>
<body style="font-family: system-ui, sans-serif; font-size: 16px; line-height: 1.5; color: #1d2733; max-width: 36em;">
<p>${sentences.greeting}</p>
<p>${sentences.ready} ${sentences.replaces}</p>
<p><a href="${address.href}" style="color: #0b5394;">Open the report</a></p>
<p>${sentences.care}</p>
<p style="font-size: 14px; color: #4a5663;">${sentences.why}</p>
</body>
</html>
`.markup,
  };
}
