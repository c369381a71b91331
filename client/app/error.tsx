'use client';

import { Empty } from '@/components/notice';

export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <Empty
      title="Something went wrong on our side"
      action={
        <>
          <button type="button" className="button-main" onClick={retry}>
            Try again
          </button>
          <a href="/" className="button-plain">
            To all products
          </a>
        </>
      }
    >
      Nothing is lost: your cart and your orders are as they were.
    </Empty>
  );
}
