import type { ReactNode } from 'react';

/** In place of a page that is not to be had: why, and the ways on. */
export const ErrorPage = ({
  code,
  title,
  children,
  action,
}: {
  code?: string;
  title: string;
  children: ReactNode;
  action: ReactNode;
}) => (
  <div className="mx-auto max-w-xl py-10 text-center">
    {code && <p className="mb-2 text-soft tabular-nums">{code}</p>}
    <h1 className="text-3xl sm:text-4xl">{title}</h1>
    <p className="mt-6 mb-8 text-balance text-soft">{children}</p>
    <div className="flex flex-wrap justify-center gap-3">{action}</div>
  </div>
);
