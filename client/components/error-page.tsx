import type { ReactNode } from 'react';

interface Props {
  code?: string;
  title?: string;
  text?: string;
  /** Buttons and links to the next steps. */
  children: ReactNode;
}

/** Full-page error. The default texts are those of an unexpected error. */
export const ErrorPage = ({
  code,
  title = 'Something went wrong',
  text = 'This is our fault. Your cart and your orders are safe.',
  children,
}: Props) => (
  <div className="mx-auto max-w-xl py-10 text-center">
    {code && <p className="mb-2 text-soft tabular-nums">{code}</p>}
    <h1 className="text-3xl sm:text-4xl">{title}</h1>
    <p className="mt-6 mb-8 text-balance text-soft">{text}</p>
    <div className="flex flex-wrap justify-center gap-3">{children}</div>
  </div>
);
