'use client';

import type { Product } from '@ecommerce/contracts';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState, useTransition } from 'react';
import { api, type ErrorDetail, type Outcome } from '@/lib/api';
import { downscaleImage } from '@/lib/downscale-image';
import { upload } from '@/lib/upload';
import { FieldErrors } from './auth-form';
import { FormErrors } from './form-errors';
import { ImageField, type Picked } from './image-field';

const fields = ['title', 'price', 'quantity', 'image'];

/** Makes a product, or changes one. */
export function ProductForm({ product }: { product?: Product }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [picked, setPicked] = useState<Picked>({ file: null, kept: product?.imageUrl ?? null });
  const [progress, setProgress] = useState<number>();
  const [sending, setSending] = useState(false);
  const [leaving, startLeaving] = useTransition();
  const [refused, setRefused] = useState<{ status: number; errors: ErrorDetail[] }>();
  const busy = sending || leaving;

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    setSending(true);
    setRefused(undefined);
    const outcome = await save(data);
    setProgress(undefined);
    setSending(false);
    if (outcome.ok) return startLeaving(() => router.push('/selling'));
    setRefused(outcome);
    const first = outcome.errors.find(({ field }) => field && fields.includes(field))?.field;
    if (first) form.current?.querySelector<HTMLElement>(`#${first}`)?.focus();
  }

  async function save(data: FormData): Promise<Outcome<Product>> {
    const method = product ? 'PUT' : 'POST';
    const path = product ? `/products/${product.id}` : '/products';
    // Some may have been sold since this page came: a number that nobody touched would bring them back.
    if (product && Number(data.get('quantity')) === product.quantity) data.delete('quantity');
    if (picked.file) {
      setProgress(0);
      data.append('image', await downscaleImage(picked.file));
      return upload(method, path, data, setProgress);
    }
    return api(method, path, {
      title: data.get('title'),
      price: Number(data.get('price')),
      ...(data.has('quantity') && { quantity: Number(data.get('quantity')) }),
      // Not named, it stays as it is.
      ...(product?.imageUrl && !picked.kept && { imageUrl: null }),
    });
  }

  const of = (name: string) => refused?.errors.filter(({ field }) => field === name) ?? [];
  const general = refused?.errors.filter(({ field }) => !field || !fields.includes(field)) ?? [];
  return (
    <form ref={form} method="post" onSubmit={send} className="panel flex flex-col gap-6 p-5 sm:p-8">
      {refused && general.length > 0 && (
        <FormErrors status={refused.status} errors={general} path="/selling" typed />
      )}
      <div>
        <label htmlFor="title" className="label">
          Title
        </label>
        <input
          id="title"
          name="title"
          required
          maxLength={200}
          defaultValue={product?.title}
          aria-invalid={of('title').length > 0}
          aria-describedby="title-error"
          className="input"
        />
        <FieldErrors id="title-error" errors={of('title')} />
      </div>
      <div className="grid gap-6 sm:grid-cols-2">
        <div>
          <label htmlFor="price" className="label">
            Price in US dollars
          </label>
          <input
            id="price"
            name="price"
            type="number"
            inputMode="decimal"
            required
            min={0.01}
            max={999_999.99}
            step={0.01}
            defaultValue={product?.price}
            aria-invalid={of('price').length > 0}
            aria-describedby="price-error"
            className="input tabular-nums"
          />
          <FieldErrors id="price-error" errors={of('price')} />
        </div>
        <div>
          <label htmlFor="quantity" className="label">
            Pieces in stock
          </label>
          <input
            id="quantity"
            name="quantity"
            type="number"
            inputMode="numeric"
            required
            min={0}
            max={1_000_000}
            step={1}
            defaultValue={product?.quantity ?? 1}
            aria-invalid={of('quantity').length > 0}
            aria-describedby="quantity-error"
            className="input tabular-nums"
          />
          <FieldErrors id="quantity-error" errors={of('quantity')} />
        </div>
      </div>
      <ImageField picked={picked} onPick={setPicked} errors={of('image')} />
      {progress !== undefined && (
        <div>
          <p id="upload" className="label">
            {progress < 1 ? `Uploading the image, ${Math.round(progress * 100)}%` : 'Storing the image …'}
          </p>
          <progress
            aria-labelledby="upload"
            max={1}
            value={progress}
            className="h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
          />
        </div>
      )}
      <div className="flex flex-wrap gap-3">
        <button type="submit" aria-disabled={busy} className="button-primary min-w-40">
          {busy ? 'Saving …' : product ? 'Save the changes' : 'Put it up for sale'}
        </button>
        <Link href="/selling" className="button-secondary">
          Cancel
        </Link>
      </div>
    </form>
  );
}
