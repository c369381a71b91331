import Link from 'next/link';
import type { ReactNode } from 'react';

const variants = {
  plain: 'border-line bg-panel',
  good: 'border-good bg-tint',
  warn: 'border-warn bg-warn-tint',
  bad: 'border-bad bg-bad-tint',
};

interface Props {
  variant?: keyof typeof variants;
  children: ReactNode;
}

/** Highlighted message within a page. */
export const Notice = ({ variant = 'plain', children }: Props) => (
  <div className={`rounded-xl border px-4 py-3 ${variants[variant]}`}>{children}</div>
);

/** Says that an action succeeded. It is on the page before, without children, so that screen readers notice the change. */
export const Success = ({ children }: { children: ReactNode }) => (
  <div role="status" className="empty:hidden">
    {children && <Notice variant="good">{children}</Notice>}
  </div>
);

interface EmptyProps {
  title: string;
  /** The next steps, the main one first. `reload` makes a full page load. */
  links: { label: string; href: string; reload?: boolean }[];
  children?: ReactNode;
}

/** Placeholder for missing content. */
export const Empty = ({ title, links, children }: EmptyProps) => (
  <div className="panel mx-auto flex max-w-xl flex-col items-center gap-3 px-6 py-14 text-center">
    <h2 className="text-xl">{title}</h2>
    {children && <div className="text-pretty text-soft">{children}</div>}
    <div className="mt-3 flex flex-wrap justify-center gap-3">
      {links.map(({ label, href, reload }, index) => {
        const Element = reload ? 'a' : Link;
        return (
          <Element key={href} href={href} className={index === 0 ? 'button-primary' : 'button-secondary'}>
            {label}
          </Element>
        );
      })}
    </div>
  </div>
);
