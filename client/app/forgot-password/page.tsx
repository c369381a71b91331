import type { Metadata } from 'next';
import { ForgotPasswordForm } from '@/components/forgot-password-form';
import { Heading } from '@/components/heading';

export const metadata: Metadata = { title: 'Forgot password' };

export default function ForgotPasswordPage() {
  return (
    <div className="mx-auto max-w-md">
      <Heading title="Forgot your password?" />
      <ForgotPasswordForm />
    </div>
  );
}
