import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth-page';
import type { SearchProps } from '@/lib/catalog';

export const metadata: Metadata = { title: 'Create account' };

export default function SignUpPage(props: SearchProps) {
  return <AuthPage {...props} mode="signup" title="Create account" />;
}
