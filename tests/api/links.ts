import { eventually, must, type Person } from '@ecommerce/test-kit';
import type { MailServer } from '../mail-server.ts';

/** Waits for a mail with a link to a page, and returns the token in the last one. */
async function tokenFor(email: string, page: string, mailServer: MailServer): Promise<string> {
  const link = new RegExp(`${page}#token=([\\w-]+)`);
  return eventually(async () => {
    const tokens = (await mailServer.mailsTo(email)).flatMap(({ text }) => link.exec(text)?.[1] ?? []);
    const last = tokens.at(-1);
    if (!last) throw new Error(`${email} has no link to ${page}`);
    return last;
  });
}

/** Returns the token of the link that a sign-up sends. */
export const verificationToken = (email: string, mailServer: MailServer): Promise<string> =>
  tokenFor(email, '/verify-email', mailServer);

/** Requests a link for choosing a new password, and returns its token. */
export async function resetToken({ api }: Person, email: string, mailServer: MailServer): Promise<string> {
  await must(200, api.POST('/api/users/password-reset', { body: { email } }));
  return tokenFor(email, '/reset-password', mailServer);
}
