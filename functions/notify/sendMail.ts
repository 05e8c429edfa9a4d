import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Notice } from '../../core/report/index.ts';

/** Sends a notice through SES, as text and HTML. */
export function sendMail(mail: SESv2Client, from: string): (to: string, notice: Notice) => Promise<void> {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return async (to, { subject, text, html }) => {
    await mail.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
      }),
    );
  };
}
