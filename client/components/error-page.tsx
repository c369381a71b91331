import type { ReactNode } from 'react';

interface Props {
  code?: string;
  title?: string;
  text?: string;
  /** Buttons and links to the next steps. */
  children: ReactNode;
}

/** Stands in for a page that cannot be shown; by default for one that failed. */
export const ErrorPage = ({
  code,
  title = 'Something went wrong',
  text = 'This is our mistake, and nothing is lost: your cart and your orders are unchanged.',
  children,
}: Props) => (
  <div className="mx-auto max-w-xl py-10 text-center">
    {code && <p className="mb-2 text-soft tabular-nums">{code}</p>}
    <h1 className="text-3xl sm:text-4xl">{title}</h1>
    <p className="mt-6 mb-8 text-balance text-soft">{text}</p>
    <div className="flex flex-wrap justify-center gap-3">{children}</div>
  </div>
);
