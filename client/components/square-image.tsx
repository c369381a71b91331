'use client';

import { useState } from 'react';
import { ImageIcon } from './icons';

interface Props {
  src: string | null;
  /** Empty if the title is beside the image. */
  alt?: string;
  eager?: boolean;
  className?: string;
}

/**
 * Product image in a square of fixed size, so the layout does not shift when it loads. It does not use Next's image
 * component, which would resize images on this server (see the README). MinIO lets browsers cache images forever.
 */
export function SquareImage({ src, alt = '', eager = false, className = '' }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={`flex aspect-square items-center justify-center overflow-hidden bg-sunken ${className}`}>
      {src && broken !== src ? (
        // biome-ignore lint/performance/noImgElement: Next's image component would resize it here
        <img
          // The image may have failed before this script ran.
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
