import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ReadResult } from '@/lib/services';
import { Loaded } from './loaded';
import { Empty } from './notice';

interface Props<T> {
  result: ReadResult<T[]>;
  /** Names the list at the start of a sentence, such as `Your orders`. */
  subject: string;
  page: number;
  /** Entries per page. */
  size: number;
  href: (page: number) => string;
  /** Shown if the list has no entries. */
  empty: ReactNode;
  children: (entries: T[]) => ReactNode;
}

/** One page of a list, with links to the others. */
export function PagedList<T>({ result, subject, page, size, href, empty, children }: Props<T>) {
  const total = result.ok ? result.total : 0;
  const last = Math.max(1, Math.ceil(total / size));
  return (
    <>
      <Loaded result={result} subject={subject} path={href(page)}>
        {(entries) =>
          entries.length > 0 ? (
            children(entries)
          ) : total > 0 ? (
            <Empty
              title="This page does not exist"
              links={[{ href: href(1), label: 'Go to the first page' }]}
            />
          ) : (
            empty
          )
        }
      </Loaded>
      {last > 1 && (
        <nav aria-label="Pages" className="mt-10 flex items-center justify-center gap-4">
          <Step to={page > 1 ? href(Math.min(page - 1, last)) : undefined} rel="prev">
            Previous
          </Step>
          <span className="text-soft">
            Page {page} of {last}
          </span>
          <Step to={page < last ? href(page + 1) : undefined} rel="next">
            Next
          </Step>
        </nav>
      )}
    </>
  );
}

const Step = ({ to, rel, children }: { to: string | undefined; rel: string; children: string }) =>
  to ? (
    <Link href={to} rel={rel} prefetch={false} className="button-secondary w-28">
      {children}
    </Link>
  ) : (
    <span className="w-28" />
  );
