const Rows = () => (
  <div className="flex flex-col gap-4">
    {[0, 1, 2].map((number) => (
      <div key={number} className="skeleton h-28 rounded-xl" />
    ))}
  </div>
);

/** Placeholder for a list while it loads. */
export const ListSkeleton = () => (
  <div role="status" aria-label="Loading">
    <Rows />
  </div>
);

/** Placeholder for the page at `path` while it loads. */
export const PageSkeleton = ({ path }: { path: string }) => (
  <div role="status" aria-label="Loading">
    <div className="skeleton mb-8 h-10 w-64 max-w-full" />
    {path === '/' ? (
      <div className="product-grid">
        {[...Array(8).keys()].map((number) => (
          <div key={number}>
            <div className="skeleton aspect-square rounded-xl" />
            <div className="skeleton mt-3 h-5 w-3/4" />
            <div className="skeleton mt-2 h-5 w-1/3" />
          </div>
        ))}
      </div>
    ) : path.startsWith('/products/') ? (
      <div className="grid gap-8 md:grid-cols-2 md:gap-12">
        <div className="skeleton aspect-square rounded-2xl" />
        <div className="skeleton h-40" />
      </div>
    ) : (
      <Rows />
    )}
  </div>
);
