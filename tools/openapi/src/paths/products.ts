import {
  BadRequest,
  IdParams,
  NotAuthorized,
  NotFound,
  Product,
  ProductBody,
  ProductChange,
  ProductsQuery,
} from '@ecommerce/shared';
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { answer, away, badId, crowded, pageHeaders, refusals, signedOut } from '../answers.ts';
import { changedTeapot, newTeapot, teapot, teapotAfter } from '../examples.ts';

const tags = ['products'];

/** A form knows no null, and can bring the picture itself. */
const forForms = {
  imageUrl: ProductBody.shape.imageUrl.unwrap().unwrap().optional(),
  image: z.file().optional().describe('A JPEG, PNG or WebP picture of at most 10 MiB'),
};

const body = (schema: typeof ProductBody | typeof ProductChange, example: ProductBody) => ({
  required: true,
  content: {
    'application/json': { schema, example },
    'multipart/form-data': { schema: schema.extend(forForms) },
  },
});

const faults = {
  price: new BadRequest('must have at most two decimals', 'price'),
  picture: new BadRequest('must be a JPEG, PNG or WebP picture', 'image'),
  ...signedOut,
  ...crowded('Too many pictures are on their way; try again soon'),
  ...away,
};
const unknown = new NotFound('There is no such product');

export const products: ZodOpenApiPathsObject = {
  '/api/products': {
    get: {
      operationId: 'listProducts',
      summary: 'Products, page by page',
      tags,
      security: [{ session: [] }, {}],
      requestParams: { query: ProductsQuery },
      responses: {
        200: answer('A page of products', z.array(Product), [teapot], pageHeaders),
        ...refusals({
          sort: new BadRequest(
            'Invalid option: expected one of "newest"|"oldest"|"price"|"-price"|"title"|"-title"',
            'sort',
          ),
          mineSignedOut: signedOut.signedOut,
          ...away,
        }),
      },
    },
    post: {
      operationId: 'createProduct',
      summary: 'Sell a product',
      tags,
      requestBody: body(ProductBody, newTeapot),
      responses: { 201: answer('The new product', Product, teapot), ...refusals(faults) },
    },
  },
  '/api/products/{id}': {
    get: {
      operationId: 'showProduct',
      summary: 'One product',
      tags,
      security: [],
      requestParams: { path: IdParams },
      responses: {
        200: answer('The product', Product, teapot),
        ...refusals({ ...badId('id'), unknown, ...away }),
      },
    },
    put: {
      operationId: 'updateProduct',
      summary: 'Change a product of yours',
      tags,
      requestParams: { path: IdParams },
      requestBody: body(ProductChange, changedTeapot),
      responses: {
        200: answer('The changed product', Product, teapotAfter),
        ...refusals({
          ...badId('id'),
          unknown,
          notYours: new NotAuthorized('This product is not yours'),
          ...faults,
        }),
      },
    },
  },
};
