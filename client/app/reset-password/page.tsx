import type { Metadata } from 'next';
import { Heading } from '@/components/heading';
import { ResetPasswordForm } from '@/components/reset-password-form';

export const metadata: Metadata = { title: 'New password' };

export default function ResetPasswordPage() {
  return (
    <div className="mx-auto max-w-md">
      <Heading title="Choose a new password" />
      <ResetPasswordForm />
    </div>
  );
}
