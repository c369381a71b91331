import { type AppParts, createServiceApp } from '@ecommerce/shared';
import type { Express } from 'express';
import type { Config } from './config.ts';
import { Passwords } from './passwords.ts';
import { currentUser } from './routes/current-user.ts';
import { signIn } from './routes/sign-in.ts';
import { signOut } from './routes/sign-out.ts';
import { signUp } from './routes/sign-up.ts';

export function createApp(parts: AppParts, config: Config): Express {
  const passwords = new Passwords(config);
  return createServiceApp(parts, [
    signUp(passwords, config),
    signIn(passwords, config),
    signOut(),
    currentUser(),
  ]);
}
