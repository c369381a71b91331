'use client';

import { type DragEvent, useEffect, useState } from 'react';
import type { ErrorDetail } from '@/lib/api';
import { FieldErrors } from './auth-form';
import { ImageIcon } from './icons';

export interface Picked {
  /** Chosen now. */
  file: File | null;
  /** The picture that is there already. */
  kept: string | null;
}

/** Chooses a picture, by the system's dialog or by dropping it here, and shows it before it is sent. */
export function ImageField({
  picked,
  onPick,
  errors,
}: {
  picked: Picked;
  onPick: (picked: Picked) => void;
  errors: ErrorDetail[];
}) {
  const { file, kept } = picked;
  const preview = usePreview(file);
  const [over, setOver] = useState(false);
  const [unreadable, setUnreadable] = useState<string>();
  const shown = preview ?? kept;

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onPick({ file: dropped, kept });
  }

  return (
    <div>
      <label htmlFor="image" className="label">
        Image <span className="font-normal text-soft">(optional)</span>
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a wider target for the field within, which does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex flex-wrap items-center gap-5 rounded-xl border-2 border-dashed p-4 ${
          over ? 'border-accent bg-tint' : 'border-edge'
        }`}
      >
        <span className="flex size-32 shrink-0 items-center justify-center overflow-hidden rounded-lg bg-sunken">
          {shown && unreadable !== shown ? (
            // biome-ignore lint/performance/noImgElement: it is in this browser only
            <img
              src={shown}
              alt={file ? `Preview of ${file.name}` : 'The current image'}
              width={128}
              height={128}
              onError={() => setUnreadable(shown)}
              className="size-full object-cover"
            />
          ) : (
            <ImageIcon className="size-12 text-edge" />
          )}
        </span>
        <div className="min-w-0 flex-1 basis-56">
          <p className="mb-3 wrap-anywhere">{file ? file.name : 'Drop an image here, or choose one.'}</p>
          <div className="flex flex-wrap items-center gap-3">
            <input
              id="image"
              type="file"
              accept="image/jpeg,image/png,image/webp"
              aria-invalid={errors.length > 0}
              aria-describedby="image-hint image-error"
              // A file that was refused can be chosen again.
              onClick={(event) => {
                event.currentTarget.value = '';
              }}
              onChange={(event) => {
                const [chosen] = event.target.files ?? [];
                if (chosen) onPick({ file: chosen, kept });
              }}
              // Its own words would not know of what was dropped; the name is above.
              className="w-33 rounded-lg text-sm text-transparent file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-lg file:border file:border-solid file:border-edge file:bg-panel file:px-4 file:font-medium file:text-ink hover:file:bg-sunken"
            />
            {shown && (
              <button
                type="button"
                className="link min-h-11 px-1"
                onClick={() => onPick(file ? { file: null, kept } : { file: null, kept: null })}
              >
                {file && kept ? 'Keep the old image' : 'Remove the image'}
              </button>
            )}
          </div>
        </div>
      </div>
      <p id="image-hint" className="hint">
        JPEG, PNG or WebP, at most 10 MiB. A square one shows best.
      </p>
      <div role="alert">
        <FieldErrors id="image-error" errors={errors} />
      </div>
    </div>
  );
}

/** The address of a chosen file, as long as it is chosen. */
function usePreview(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return setUrl(null);
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
