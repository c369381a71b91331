import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthForm } from '@/components/auth-form';
import { Heading } from '@/components/heading';
import type { Params } from '@/lib/catalog';
import { nextPath } from '@/lib/next-path';
import { readUser } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Params> }) {
  const next = nextPath((await searchParams).next);
  if ((await readUser()).user) redirect(next);
  return (
    <div className="mx-auto max-w-md">
      <Heading title="Welcome back" />
      <AuthForm mode="signin" next={next} />
    </div>
  );
}
