import { IdParams, Product, ProductBody, ProductChange, ProductsQuery } from '@ecommerce/contracts';
import { changedTeapot, newTeapot, removedTeapot, teapot, teapotAfter } from '@ecommerce/contracts/examples';
import {
  ApiError,
  assertOwner,
  notOwner,
  requireUser,
  routeFactory,
  setPageHeaders,
} from '@ecommerce/service-kit/http';
import {
  type AggregateStore,
  changes,
  insertAggregate,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import { z } from 'zod';
import type { Catalog } from './catalog/catalog.ts';
import { rowOf } from './catalog/catalog-row.ts';
import { findProducts } from './find-products.ts';
import { assertPublicImage } from './image-host.ts';
import { present } from './present.ts';
import {
  type Product as ProductState,
  productCreatedEvents,
  productUpdatedEvents,
  restoredCreationTime,
} from './product.ts';
import { changedImage } from './product-image.ts';
import type { ProductUploads } from './product-uploads.ts';
import { notRemoved, removal } from './remove-product.ts';
import type { SellerQuotas } from './seller-quotas.ts';
import { noStepMarkers } from './step-markers.ts';

interface Deps {
  catalog: Catalog;
  products: AggregateStore<ProductState>;
  uploads: ProductUploads;
  quotas: SellerQuotas;
  /** Base URL from which browsers fetch images. */
  imagesUrl: string;
}

const route = routeFactory<Deps>();

/** A form cannot send null, but can contain the image itself. */
const formFields = {
  imageUrl: ProductBody.shape.imageUrl
    .unwrap()
    .unwrap()
    .or(z.literal(''))
    .optional()
    .describe('Empty counts as absent'),
  image: z.file().optional().describe('A JPEG, PNG or WebP image of at most 10 MiB'),
};

const productIdErrors = [
  new ApiError('invalid_value', { message: 'Must be an id of 24 hex digits.', field: 'id' }),
  'product_not_found',
] as const;

const productBodyErrors = [
  new ApiError('invalid_value', { message: 'Must have at most two decimals.', field: 'price' }),
  'invalid_form',
  new ApiError('invalid_image', { field: 'image' }),
  new ApiError('image_too_large', { field: 'image' }),
  'quota_images',
  'uploads_busy',
] as const;

export const routes = [
  route({
    operationId: 'listProducts',
    method: 'get',
    path: '/api/products',
    access: 'optionalSession',
    summary: 'List products',
    query: ProductsQuery,
    answer: {
      status: 200,
      description: 'A page of products',
      schema: z.array(Product),
      example: [teapot],
      headers: 'page',
    },
    errors: [
      new ApiError('invalid_value', {
        message: 'Must be one of: newest, oldest, price, -price, title, -title, relevance.',
        field: 'sort',
      }),
      'not_signed_in',
    ],
    handler({ query, user, req, res }, { catalog, imagesUrl }) {
      // Without auth, the products of everyone can still be listed.
      const { page, total } = findProducts(catalog, query, query.mine ? requireUser(req) : user);
      setPageHeaders(req, res, query, total);
      return page.map((row) => present(row, imagesUrl));
    },
  }),

  route({
    operationId: 'createProduct',
    method: 'post',
    path: '/api/products',
    access: 'signedIn',
    summary: 'Create a product',
    body: ProductBody,
    bodyExample: newTeapot,
    otherBodies: { 'multipart/form-data': ProductBody.extend(formFields) },
    answer: { status: 201, description: 'The new product', schema: Product, example: teapot },
    errors: [...productBodyErrors, 'quota_products'],
    before: [
      // Before the upload, so that no image is stored for nothing.
      async ({ user }, { quotas }) => quotas.assertRoomForProduct(user.id),
      ({ req }, { uploads }) => uploads.parseProductBody(req),
    ],
    async handler({ body, user, req }, { products, uploads, quotas, imagesUrl }) {
      const image = uploads.imageOf(req);
      const imageUrl = image ? null : (body.imageUrl ?? null);
      assertPublicImage(imageUrl, imagesUrl);
      const initial = {
        ...body,
        userId: user.id,
        imageUrl,
        imageKey: image?.key ?? null,
        imageBytes: image?.bytes ?? null,
        discardedImages: [],
        ...noStepMarkers(),
      };
      const created = await quotas.whileCreating(user.id, () =>
        insertAggregate(products, initial, productCreatedEvents),
      );
      return present(rowOf(created), imagesUrl);
    },
    onError: (req, { uploads }) => uploads.discard(req),
  }),

  route({
    operationId: 'showProduct',
    method: 'get',
    path: '/api/products/:id',
    access: 'public',
    summary: 'Get a product',
    params: IdParams,
    answer: { status: 200, description: 'The product', schema: Product, example: teapot },
    errors: [...productIdErrors],
    async handler({ params }, { products, imagesUrl }) {
      const product = notRemoved(await products.find(params.id));
      if (!product) throw new ApiError('product_not_found');
      return present(rowOf(product), imagesUrl);
    },
  }),

  route({
    operationId: 'updateProduct',
    method: 'put',
    path: '/api/products/:id',
    access: 'signedIn',
    summary: 'Update one of your products',
    params: IdParams,
    body: ProductChange,
    bodyExample: changedTeapot,
    otherBodies: { 'multipart/form-data': ProductChange.extend(formFields) },
    answer: { status: 200, description: 'The changed product', schema: Product, example: teapotAfter },
    errors: [...productIdErrors, notOwner('product'), ...productBodyErrors],
    before: [
      // Runs before the upload, so that nobody can fill the image store through the product of another user.
      async ({ params, user }, { products }) => {
        assertOwner(notRemoved(await products.find(params.id)), user, 'product');
      },
      ({ req }, { uploads }) => uploads.parseProductBody(req),
    ],
    async handler({ params, body, user, req }, { products, uploads, imagesUrl }) {
      const { imageUrl, ...fields } = body;
      const { after } = await updateAggregate(products, params.id, (current) => {
        assertOwner(notRemoved(current), user, 'product');
        const image = changedImage(current, imageUrl, uploads.imageOf(req));
        if (image.imageUrl !== current.imageUrl) assertPublicImage(image.imageUrl, imagesUrl);
        const set = { ...fields, ...image, ...restoredCreationTime(current) };
        return changes(current, set) ? { set, events: productUpdatedEvents } : undefined;
      });
      return present(rowOf(assertOwner(after, user, 'product')), imagesUrl);
    },
    onError: (req, { uploads }) => uploads.discard(req),
  }),

  route({
    operationId: 'removeProduct',
    method: 'delete',
    path: '/api/products/:id',
    access: 'signedIn',
    summary: 'Remove one of your products, with its image',
    params: IdParams,
    answer: {
      status: 200,
      description: 'The product as it was, without its image',
      schema: Product,
      example: removedTeapot,
    },
    errors: [...productIdErrors, notOwner('product')],
    async handler({ params, user }, { products, imagesUrl }) {
      const { after } = await updateAggregate(products, params.id, (current) =>
        removal(assertOwner(notRemoved(current), user, 'product'), products.clock),
      );
      return present(rowOf(assertOwner(after, user, 'product')), imagesUrl);
    },
  }),
];
