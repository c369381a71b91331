import { redirect } from 'next/navigation';
import type { ComponentProps } from 'react';
import type { SearchProps } from '@/lib/catalog';
import { nextPath } from '@/lib/next-path';
import { readVisitor } from '@/lib/visitor';
import { AuthForm } from './auth-form';
import { Heading } from './heading';
import { Notice } from './notice';

/** Outcomes of other pages that lead to this one, by `?notice=`. */
const notices = new Map([
  ['password-changed', 'Your password has been changed. Sign in with the new one.'],
  ['account-deleted', 'Your account has been deleted.'],
]);

/** Sign-in or sign-up page. Redirects to `next` if the visitor is already signed in. */
export async function AuthPage({
  title,
  mode,
  searchParams,
}: SearchProps & { title: string; mode: ComponentProps<typeof AuthForm>['mode'] }) {
  const params = await searchParams;
  const next = nextPath(params.next);
  const notice = notices.get(String(params.notice));
  if ((await readVisitor()).kind === 'signedIn') redirect(next);
  return (
    <div className="mx-auto max-w-md">
      <Heading title={title} />
      {notice && (
        <div className="mb-6">
          <Notice variant="good">{notice}</Notice>
        </div>
      )}
      <AuthForm mode={mode} next={next} />
    </div>
  );
}
