import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { signInTo } from '@/lib/next-path';
import type { Answer } from '@/lib/services';
import { Empty } from './notice';

interface Props<T> {
  answer: Answer<T>;
  /** The content as the start of a sentence, such as `Your cart`. */
  what: string;
  /** The URL of the page, for trying again and for the return after signing in. */
  path: string;
  children: (data: T) => ReactNode;
}

/** Renders the data of a successful read, or a page that explains why there is none. */
export function Loaded<T>({ answer, what, path, children }: Props<T>): ReactNode {
  if (answer.ok) return children(answer.data);
  switch (answer.reason) {
    case 'notFound':
      return notFound();
    case 'notSignedIn':
      return <SignInAgain path={path} />;
    case 'notOwner':
      return (
        <Empty title={`${what} belongs to another account`} links={[{ href: '/', label: 'Browse products' }]}>
          The account you are signed in with has no access to it.
        </Empty>
      );
    case 'unavailable':
      return (
        <Empty
          title={`${what} can’t be shown right now`}
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
