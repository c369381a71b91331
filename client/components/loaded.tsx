import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { signInTo } from '@/lib/next-path';
import type { ReadResult } from '@/lib/services';
import { Empty } from './notice';

interface Props<T> {
  result: ReadResult<T>;
  /** Names the content at the start of a sentence, such as `Your cart`. */
  subject: string;
  /** The URL of the page, for trying again and for the return after signing in. */
  path: string;
  children: (data: T) => ReactNode;
}

/** Renders the data of a successful read, or a page that explains why there is none. */
export function Loaded<T>({ result, subject, path, children }: Props<T>): ReactNode {
  if (result.ok) return children(result.data);
  switch (result.reason) {
    case 'notFound':
      return notFound();
    case 'notSignedIn':
      return <SignInAgain path={path} />;
    case 'notOwner':
      return (
        <Empty
          title={`${subject} belongs to another account`}
          links={[{ href: '/', label: 'Browse products' }]}
        >
          The account you are signed in with has no access to it.
        </Empty>
      );
    case 'unavailable':
      return (
        <Empty
          title={`${subject} can’t be shown right now`}
          links={[{ href: path, label: 'Try again', reload: true }]}
        >
          This part of the shop is temporarily unavailable. Your data is safe, and the rest of the shop works.
        </Empty>
      );
  }
}

/** Asks to sign in again because the session has ended. */
export const SignInAgain = ({ path }: { path: string }) => (
  <Empty title="Please sign in again" links={[{ href: signInTo(path), label: 'Sign in' }]}>
    Your session has ended. You will return to this page after signing in.
  </Empty>
);
