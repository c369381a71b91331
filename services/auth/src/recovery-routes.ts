import { PasswordResetBody, PasswordResetConfirmation, VerificationConfirmation } from '@ecommerce/contracts';
import { credentials, linkToken, newPassword } from '@ecommerce/contracts/examples';
import { ApiError, placeOf, routeFactory } from '@ecommerce/service-kit/http';
import { invalidLink } from './account-mails.ts';
import type { AuthDeps } from './deps.ts';
import { inEqualTime } from './equal-time.ts';
import { assertStrongPassword, weakPassword } from './password-rules.ts';
import { invalidEmail, nothing } from './route-parts.ts';
import { findByEmail } from './user.ts';

const route = routeFactory<AuthDeps>();

/** Much longer than it takes to store a mail. */
const RESET_STEP_MS = 250;

const tooManyMails = new ApiError('too_many_mails', { retryAfterSeconds: 900 });

/** Routes for those who cannot sign in, and for the links in mails. */
export const recoveryRoutes = [
  route({
    operationId: 'requestPasswordReset',
    method: 'post',
    path: '/api/users/password-reset',
    access: 'public',
    summary: 'Request a link for choosing a new password',
    description:
      'The answer is the same whether there is an account or not. The link is valid for 30 minutes, works once, and replaces earlier ones.',
    body: PasswordResetBody,
    bodyExample: { email: credentials.email },
    answer: { status: 200, description: 'If there is an account, it gets a mail', ...nothing },
    errors: [invalidEmail, tooManyMails],
    async handler({ body: { email }, req }, { users, guard, mails, mailLimits }) {
      await mailLimits.admitPlace(req.ip);
      await inEqualTime(RESET_STEP_MS, async () => {
        const user = await findByEmail(users, email);
        const device = user ? guard.deviceOf(req, user) : undefined;
        // Without an error, which would tell whether there is an account. The last link stays valid.
        if ((await mailLimits.allowsReset(email, req.ip, device)) && user) await mails.requestReset(user);
      });
      return {};
    },
  }),

  route({
    operationId: 'resetPassword',
    method: 'post',
    path: '/api/users/password-reset/confirm',
    access: 'public',
    summary: 'Choose a new password with the link of a mail',
    description: 'Ends all sessions of the user.',
    body: PasswordResetConfirmation,
    bodyExample: { token: linkToken, newPassword: newPassword.newPassword },
    answer: { status: 200, description: 'The password is set', ...nothing },
    errors: [invalidLink(), weakPassword('newPassword'), 'sign_in_busy'],
    async handler({ body, req, res }, { guard, mails, passwords }) {
      // Before the hash, which is expensive.
      const { email } = await mails.userOfReset(body.token);
      assertStrongPassword(body.newPassword, email, 'newPassword');
      const owner = await mails.reset(body.token, await passwords.hash(body.newPassword, placeOf(req.ip)));
      // Wrong passwords before the reset, or of others, must not keep the owner from signing in with the new one.
      guard.trustDevice(res, owner);
      return {};
    },
  }),

  route({
    operationId: 'requestVerification',
    method: 'post',
    path: '/api/users/verification',
    access: 'signedIn',
    summary: 'Request a link for confirming your email address',
    description: 'Signing up sends one too. The link is valid for 24 hours and replaces earlier ones.',
    answer: { status: 200, description: 'You get a mail, unless the email address is confirmed', ...nothing },
    errors: [tooManyMails],
    async handler({ user }, { mails, mailLimits }) {
      await mailLimits.admitVerification(user.email);
      await mails.requestVerification(user.id);
      return {};
    },
  }),

  route({
    operationId: 'verifyEmail',
    method: 'post',
    path: '/api/users/verification/confirm',
    access: 'public',
    summary: 'Confirm an email address with the link of a mail',
    body: VerificationConfirmation,
    bodyExample: { token: linkToken },
    answer: { status: 200, description: 'The email address is confirmed', ...nothing },
    errors: [invalidLink()],
    async handler({ body }, { mails }) {
      await mails.verify(body.token);
      return {};
    },
  }),
];
