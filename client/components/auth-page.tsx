import { redirect } from 'next/navigation';
import type { ComponentProps } from 'react';
import type { SearchProps } from '@/lib/catalog';
import { nextPath } from '@/lib/next-path';
import { readVisitor } from '@/lib/visitor';
import { AuthForm } from './auth-form';
import { Heading } from './heading';

/** Sign-in or sign-up page. Redirects to `next` if the visitor is already signed in. */
export async function AuthPage({
  title,
  mode,
  searchParams,
}: SearchProps & { title: string; mode: ComponentProps<typeof AuthForm>['mode'] }) {
  const next = nextPath((await searchParams).next);
  if ((await readVisitor()).kind === 'signedIn') redirect(next);
  return (
    <div className="mx-auto max-w-md">
      <Heading title={title} />
      <AuthForm mode={mode} next={next} />
    </div>
  );
}
