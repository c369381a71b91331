'use client';

import type { ErrorDetail } from '@ecommerce/contracts';
import { MAX_IMAGE_BYTES } from '@ecommerce/contracts/limits';
import { type DragEvent, useEffect, useState } from 'react';
import { FieldErrors } from './form-errors';
import { SquareImage } from './square-image';

export interface ImageSelection {
  /** The chosen file, not uploaded yet. */
  file: File | null;
  /** The URL of the product's image. */
  current: string | null;
}

interface Props {
  selection: ImageSelection;
  onSelect: (selection: ImageSelection) => void;
  errors: ErrorDetail[];
}

/** Image input: file dialog or drag and drop, with a preview. */
export function ImageField({ selection: { file, current }, onSelect, errors }: Props) {
  const preview = usePreview(file);
  const [dragging, setDragging] = useState(false);
  const shown = preview ?? current;

  const select = (files: FileList | null) => {
    const [chosen] = files ?? [];
    if (chosen) onSelect({ file: chosen, current });
  };
  const drag = (over: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setDragging(over);
  };

  return (
    <div>
      <label htmlFor="image" className="label">
        Image <span className="font-normal text-soft">(optional)</span>
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger drop target; the input inside does the same */}
      <div
        onDragOver={drag(true)}
        onDragLeave={() => setDragging(false)}
        onDrop={(event) => {
          drag(false)(event);
          select(event.dataTransfer.files);
        }}
        className={`flex flex-wrap items-center gap-5 rounded-xl border-2 border-dashed p-4 ${
          dragging ? 'border-accent bg-tint' : 'border-edge'
        }`}
      >
        <SquareImage
          src={shown}
          alt={file ? `Preview of ${file.name}` : 'The current image'}
          eager
          className="size-32 shrink-0 rounded-lg"
        />
        <div className="min-w-0 flex-1 basis-56">
          <p className="mb-3 wrap-anywhere">{file ? file.name : 'Drop an image here, or choose one.'}</p>
          <div className="flex flex-wrap items-center gap-3">
            <input
              id="image"
              type="file"
              accept="image/jpeg,image/png,image/webp"
              aria-invalid={errors.some(({ field }) => field === 'image')}
              aria-describedby="image-hint image-error"
              // Allows choosing the same file again after an error.
              onClick={(event) => {
                event.currentTarget.value = '';
              }}
              onChange={(event) => select(event.target.files)}
              // Hides the browser's own file name, which ignores dropped files. The name is shown above.
              className="w-33 rounded-lg text-sm text-transparent file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-lg file:border file:border-solid file:border-edge file:bg-panel file:px-4 file:font-medium file:text-ink hover:file:bg-sunken"
            />
            {shown && (
              <button
                type="button"
                className="link min-h-11 px-1"
                onClick={() => onSelect({ file: null, current: file ? current : null })}
              >
                {file && current ? 'Keep the old image' : 'Remove the image'}
              </button>
            )}
          </div>
        </div>
      </div>
      <p id="image-hint" className="hint">
        JPEG, PNG or WebP, at most {MAX_IMAGE_BYTES / 1024 ** 2} MiB. Square images look best.
      </p>
      <div role="alert">
        <FieldErrors name="image" errors={errors} />
      </div>
    </div>
  );
}

/** An object URL of the file, revoked when another file is chosen. */
function usePreview(file: File | null): string | null {
  const [preview, setPreview] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return setPreview(null);
    const url = URL.createObjectURL(file);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);
  return preview;
}
