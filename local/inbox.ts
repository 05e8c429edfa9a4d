import { z } from 'zod';

const storeSchema = z.object({
  emails: z.array(
    z.object({
      subject: z.string(),
      destination: z.object({ to: z.array(z.string()) }),
      body: z.object({ text: z.string().default(''), html: z.string().default('') }),
    }),
  ),
});

export type InboxMail = z.infer<typeof storeSchema>['emails'][number];

/** Every e-mail that was sent, oldest first. */
export async function readInbox(inbox: string): Promise<readonly InboxMail[]> {
  const response = await fetch(`${inbox}/store`);
  return storeSchema.parse(await response.json()).emails;
}

/** The links in an e-mail's text. */
export function linksIn(mail: InboxMail): readonly string[] {
  return (mail.body.text.match(/https?:\/\/\S+/g) ?? []).filter((link) => URL.canParse(link));
}
