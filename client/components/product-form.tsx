'use client';

import type { Product } from '@ecommerce/contracts';
import { MAX_PRICE, MAX_STOCK, MAX_TITLE_LENGTH, MIN_PRICE } from '@ecommerce/contracts/limits';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { api, type Outcome, outcomeOf } from '@/lib/api';
import { downscaleImage } from '@/lib/downscale-image';
import { upload } from '@/lib/upload';
import { useMutation } from '@/lib/use-mutation';
import { Field } from './field';
import { FormErrors, focusInvalid } from './form-errors';
import { ImageField, type ImageSelection } from './image-field';

const fields = ['title', 'price', 'quantity', 'image'];

/** Form to create a product or edit the given one. */
export function ProductForm({ product }: { product?: Product }) {
  const router = useRouter();
  const [image, setImage] = useState<ImageSelection>({ file: null, current: product?.imageUrl ?? null });
  const [progress, setProgress] = useState<number>();
  const save = useMutation(async (data: FormData) => {
    const outcome = await send(data);
    setProgress(undefined);
    if (outcome.ok) router.push('/selling');
    return outcome;
  });

  async function send(data: FormData): Promise<Outcome<Product>> {
    // An unchanged quantity is not sent, because it would undo sales made since the page was rendered.
    if (product && Number(data.get('quantity')) === product.quantity) data.delete('quantity');
    if (image.file) {
      setProgress(0);
      data.append('image', await downscaleImage(image.file));
      return product
        ? upload('PUT', `/api/products/${product.id}`, data, setProgress)
        : upload('POST', '/api/products', data, setProgress);
    }
    const body = { title: String(data.get('title')), price: Number(data.get('price')) };
    const quantity = Number(data.get('quantity'));
    if (!product) return outcomeOf(api.POST('/api/products', { body: { ...body, quantity } }));
    const change = {
      ...body,
      ...(data.has('quantity') && { quantity }),
      // The API keeps the image if this field is missing.
      ...(product.imageUrl && !image.current && { imageUrl: null }),
    };
    return outcomeOf(api.PUT('/api/products/{id}', { params: { path: { id: product.id } }, body: change }));
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const outcome = await save.run(new FormData(event.currentTarget));
    if (outcome && !outcome.ok) focusInvalid(outcome, fields);
  }

  const errors = save.failure?.errors ?? [];
  return (
    <form method="post" onSubmit={submit} className="panel flex flex-col gap-6 p-5 sm:p-8">
      <FormErrors failure={save.failure} fields={fields} path="/selling" keepsInput />
      <Field
        name="title"
        label="Title"
        maxLength={MAX_TITLE_LENGTH}
        defaultValue={product?.title}
        errors={errors}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <Field
          name="price"
          label="Price (USD)"
          type="number"
          inputMode="decimal"
          min={MIN_PRICE}
          max={MAX_PRICE}
          step={0.01}
          defaultValue={product?.price}
          className="tabular-nums"
          errors={errors}
        />
        <Field
          name="quantity"
          label="Units in stock"
          type="number"
          inputMode="numeric"
          min={0}
          max={MAX_STOCK}
          step={1}
          defaultValue={product?.quantity ?? 1}
          className="tabular-nums"
          errors={errors}
        />
      </div>
      <ImageField selection={image} onSelect={setImage} errors={errors} />
      {progress !== undefined && (
        <div>
          <p id="upload" className="label">
            {progress < 1 ? `Uploading the image, ${Math.round(progress * 100)}%` : 'Saving the image …'}
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
        <button type="submit" aria-disabled={save.busy} className="button-primary min-w-40">
          {save.busy ? 'Saving …' : product ? 'Save changes' : 'List for sale'}
        </button>
        <Link href="/selling" className="button-secondary">
          Cancel
        </Link>
      </div>
    </form>
  );
}
