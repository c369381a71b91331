import type { ReactNode } from 'react';

/** Part of a page in a panel with a heading. */
export const Section = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={id} className="panel flex flex-col gap-5 p-5 sm:p-6">
    <h2 id={id} className="text-xl">
      {title}
    </h2>
    {children}
  </section>
);
