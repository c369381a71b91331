import Link from 'next/link';

/** Leads through the pages of a list. */
export function Pager({
  page,
  total,
  size,
  href,
}: {
  page: number;
  total: number;
  size: number;
  href: (page: number) => string;
}) {
  const last = Math.max(1, Math.ceil(total / size));
  if (last === 1) return null;
  return (
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
