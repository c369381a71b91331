import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth-page';
import type { SearchProps } from '@/lib/catalog';

export const metadata: Metadata = { title: 'Sign in' };

export default function SignInPage(props: SearchProps) {
  return <AuthPage {...props} mode="signin" title="Welcome back" />;
}
