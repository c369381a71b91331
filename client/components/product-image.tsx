'use client';

import { useState } from 'react';
import { ImageIcon } from './icons';

/**
 * A product's picture in a square that is there before it, so that nothing moves. A plain image and not Next's,
 * which would make sizes on this server (the README says why not); MinIO tells browsers to keep pictures forever.
 */
export function ProductImage({
  src,
  alt = '',
  eager = false,
  className = '',
}: {
  src: string | null;
  /** Nothing where the title stands beside it. */
  alt?: string;
  eager?: boolean;
  className?: string;
}) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={`flex aspect-square items-center justify-center overflow-hidden bg-sunken ${className}`}>
      {src && broken !== src ? (
        // biome-ignore lint/performance/noImgElement: see above
        <img
          // It may have failed before this script ran.
          ref={(image) => {
            if (image?.complete && image.naturalWidth === 0) setBroken(src);
          }}
          src={src}
          alt={alt}
          width={600}
          height={600}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          onError={() => setBroken(src)}
          className="size-full object-cover"
        />
      ) : (
        <ImageIcon className="size-2/5 max-h-16 max-w-16 text-edge" />
      )}
    </span>
  );
}
