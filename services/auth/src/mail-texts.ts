import type { MailKind } from './pending-mail.ts';

interface Text {
  subject: string;
  text: string;
}

const closing = '\n\nCommon Goods\n';

/** Returns what a mail says. @param url the link of a mail that has one */
export const mailTexts: Record<MailKind, (url: string) => Text> = {
  verification: (url) => ({
    subject: 'Confirm your email address',
    text: `Welcome to Common Goods. Open this link to confirm that this email address is yours:

${url}

The link is valid for 24 hours. If you have not signed up, ignore this mail.${closing}`,
  }),

  passwordReset: (url) => ({
    subject: 'Reset your password',
    text: `Open this link to choose a new password for your account:

${url}

The link is valid for 30 minutes and works once. If you have not asked for it, ignore this mail: your password stays as it is.${closing}`,
  }),

  passwordChanged: (url) => ({
    subject: 'Your password was changed',
    text: `The password of your account was changed, and all other devices were signed out.

If it was not you, reset your password now:

${url}${closing}`,
  }),
};
