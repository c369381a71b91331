import { Account, Session } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import { z } from 'zod';
import { ChangePassword } from '@/components/change-password';
import { DeleteAccount } from '@/components/delete-account';
import { DeviceList } from '@/components/device-list';
import { EmailStatus } from '@/components/email-status';
import { Heading } from '@/components/heading';
import { Loaded } from '@/components/loaded';
import { Section } from '@/components/section';
import { SignOutEverywhere } from '@/components/sign-out-everywhere';
import { read } from '@/lib/services';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const [account, sessions] = await Promise.all([
    read((api) => api.GET('/api/users/account'), Account),
    read((api) => api.GET('/api/users/sessions'), z.array(Session)),
  ]);
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Your account" />
      <Loaded result={account} subject="Your account" path="/account">
        {({ email, emailVerified }) => (
          <div className="flex flex-col gap-6">
            <Section id="email-address" title="Email">
              <EmailStatus email={email} isVerified={emailVerified} />
            </Section>
            <Section id="change-password" title="Change password">
              <ChangePassword email={email} />
            </Section>
            <Section id="devices" title="Signed-in devices">
              <Loaded result={sessions} subject="The list" path="/account">
                {(data) => <DeviceList sessions={data} />}
              </Loaded>
              <SignOutEverywhere />
            </Section>
            <Section id="delete-account" title="Delete account">
              <p className="text-soft">
                Your email address, your password and your cart are deleted, your products are removed from
                the catalog, and nobody can sign in any more. Your orders and payments are kept, as the law
                requires, but without your email address.
              </p>
              <DeleteAccount />
            </Section>
          </div>
        )}
      </Loaded>
    </div>
  );
}
