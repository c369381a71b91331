import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { signInTo } from '@/lib/next-path';
import type { Answer } from '@/lib/services';
import { Empty } from './notice';

interface Props<T> {
  answer: Answer<T>;
  /** The content as the start of a sentence, such as `Your cart`. */
  what: string;
  /** The URL of the page, to try again or to return to after signing in. */
  path: string;
  children: (data: T) => ReactNode;
}

/** Renders what a service answered, or the state that stands in for it. */
export function Loaded<T>({ answer, what, path, children }: Props<T>): ReactNode {
  if (answer.ok) return children(answer.data);
  switch (answer.reason) {
    case 'notFound':
      return notFound();
    case 'notSignedIn':
      return <SignInAgain path={path} />;
    case 'notOwner':
      return (
        <Empty title={`${what} belongs to another account`} links={[{ href: '/', label: 'To all products' }]}>
          You are signed in with an account that has no access to it.
        </Empty>
      );
    case 'unavailable':
      return (
        <Empty
          title={`${what} can’t be shown right now`}
          links={[{ href: path, label: 'Try again', reload: true }]}
        >
          This part of the shop is temporarily unavailable. Nothing is lost, and the rest of the shop works.
        </Empty>
      );
  }
}

/** Stands in for a page that needs an account once its session has ended. */
export const SignInAgain = ({ path }: { path: string }) => (
  <Empty title="Please sign in again" links={[{ href: signInTo(path), label: 'Sign in' }]}>
    Your session has ended. You will come straight back here.
  </Empty>
);
