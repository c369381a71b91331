import type { ReactNode } from 'react';

/** Title of a page, with its actions beside it. */
export const Heading = ({ title, children }: { title: ReactNode; children?: ReactNode }) => (
  <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 sm:mb-8">
    <h1 tabIndex={-1} className="text-3xl outline-none sm:text-4xl">
      {title}
    </h1>
    {children}
  </div>
);
