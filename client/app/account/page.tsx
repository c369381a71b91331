import { Session } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import { z } from 'zod';
import { ChangePassword } from '@/components/change-password';
import { DeviceList } from '@/components/device-list';
import { Heading } from '@/components/heading';
import { Loaded } from '@/components/loaded';
import { Section } from '@/components/section';
import { SignOutEverywhere } from '@/components/sign-out-everywhere';
import { read } from '@/lib/services';
import { readVisitor, userOf } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const [visitor, sessions] = await Promise.all([
    readVisitor(),
    read((api) => api.GET('/api/users/sessions'), z.array(Session)),
  ]);
  const email = userOf(visitor)?.email ?? '';
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Your account" />
      <Loaded result={sessions} subject="Your account" path="/account">
        {(data) => (
          <div className="flex flex-col gap-6">
            <Section id="email-address" title="Email">
              <p className="wrap-anywhere">{email}</p>
            </Section>
            <Section id="change-password" title="Change password">
              <ChangePassword email={email} />
            </Section>
            <Section id="devices" title="Signed-in devices">
              <DeviceList sessions={data} />
              <SignOutEverywhere />
            </Section>
          </div>
        )}
      </Loaded>
    </div>
  );
}
