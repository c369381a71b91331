import { BadRequest, SignInBody, startSession, TooManyRequests, validated } from '@ecommerce/shared';
import { Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Config } from '../config.ts';
import type { Passwords } from '../passwords.ts';
import { User } from '../user.ts';

const WINDOW_SECONDS = 15 * 60;

export const signIn = (passwords: Passwords, config: Config): Router => {
  // In memory: each replica counts for itself, which bounds guessing all the same and needs no store.
  const wrong = new RateLimiterMemory({ points: config.WRONG_PASSWORDS, duration: WINDOW_SECONDS });
  return Router().post(
    '/api/users/signin',
    validated({ body: SignInBody }, async ({ body: { email, password } }, req, res) => {
      const guesser = `${req.ip} ${email}`;
      const tried = await wrong.get(guesser);
      if (tried && tried.consumedPoints >= config.WRONG_PASSWORDS)
        throw new TooManyRequests(
          'Too many wrong passwords; try again later',
          Math.ceil(tried.msBeforeNext / 1000),
        );
      const user = await User.findOne({ email }).lean();
      if (!(await passwords.verify(password, user?.passwordHash)) || !user) {
        // One too many is refused next time; this one still gets its plain answer.
        await wrong.penalty(guesser);
        throw new BadRequest('The address or the password is wrong');
      }
      await wrong.delete(guesser);
      if (passwords.isWeak(user.passwordHash)) {
        const passwordHash = await passwords.hash(password);
        await User.updateOne({ _id: user._id, passwordHash: user.passwordHash }, { $set: { passwordHash } });
      }
      const view = { id: String(user._id), email: user.email };
      startSession(req, view, config);
      res.json(view);
    }),
  );
};
