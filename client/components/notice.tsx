import Link from 'next/link';
import type { ReactNode } from 'react';
import { signInTo } from '@/lib/next-path';

const variants = {
  plain: 'border-line bg-panel',
  good: 'border-good bg-tint',
  warn: 'border-warn bg-warn-tint',
  bad: 'border-bad bg-bad-tint',
};

/** Something that a person should know, beside what they came for. */
export const Notice = ({
  variant = 'plain',
  children,
}: {
  variant?: keyof typeof variants;
  children: ReactNode;
}) => <div className={`rounded-xl border px-4 py-3 ${variants[variant]}`}>{children}</div>;

/** Instead of what is not there: what it is, and the next step. */
export const Empty = ({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) => (
  <div className="panel mx-auto flex max-w-xl flex-col items-center gap-3 px-6 py-14 text-center">
    <h2 className="text-xl">{title}</h2>
    {children && <div className="text-pretty text-soft">{children}</div>}
    {action && <div className="mt-3 flex flex-wrap justify-center gap-3">{action}</div>}
  </div>
);

/** A page of a list behind its last one. `first` is the address of the list. */
export const NoSuchPage = ({ first }: { first: string }) => (
  <Empty
    title="There is no such page"
    action={
      <Link href={first} className="button-secondary">
        To the first page
      </Link>
    }
  />
);

/** A service that does not answer. `again` is the address of this page. */
export const Unavailable = ({ what, again }: { what: string; again: string }) => (
  <Empty
    title={`${what} can’t be shown right now`}
    action={
      <a href={again} className="button-secondary">
        Try again
      </a>
    }
  >
    This part of the shop is taking a short break. Nothing is lost; the rest of the shop works meanwhile.
  </Empty>
);

export const SessionEnded = ({ path }: { path: string }) => (
  <Empty
    title="Please sign in again"
    action={
      <Link href={signInTo(path)} className="button-primary">
        Sign in
      </Link>
    }
  >
    Your session has ended. You will come straight back here.
  </Empty>
);
