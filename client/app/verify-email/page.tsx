import type { Metadata } from 'next';
import { Heading } from '@/components/heading';
import { VerifyEmail } from '@/components/verify-email';

export const metadata: Metadata = { title: 'Confirm email' };

export default function VerifyEmailPage() {
  return (
    <div className="mx-auto max-w-md">
      <Heading title="Confirm your email address" />
      <VerifyEmail />
    </div>
  );
}
