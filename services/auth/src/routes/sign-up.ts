import { BadRequest, isDuplicateKey, SignUpBody, startSession, validated } from '@ecommerce/shared';
import { Router } from 'express';
import type { Config } from '../config.ts';
import type { Passwords } from '../passwords.ts';
import { User } from '../user.ts';

const inUse = () => new BadRequest('This address is in use already; sign in instead', 'email');

export const signUp = (passwords: Passwords, config: Config): Router =>
  Router().post(
    '/api/users/signup',
    validated({ body: SignUpBody }, async ({ body: { email, password } }, req, res) => {
      if (await User.exists({ email })) throw inUse();
      const passwordHash = await passwords.hash(password);
      const user = await User.create({ email, passwordHash }).catch((error: unknown) => {
        throw isDuplicateKey(error) ? inUse() : error;
      });
      const view = { id: String(user._id), email };
      startSession(req, view, config);
      res.status(201).json(view);
    }),
  );
