import { BadRequest, HttpError, NotAuthorized, NotFound, Payment, PaymentBody } from '@ecommerce/shared';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { answer, away, jsonBody, refusals, signedOut } from '../answers.ts';
import { newPayment, payment } from '../examples.ts';

export const payments: ZodOpenApiPathsObject = {
  '/api/payments': {
    post: {
      operationId: 'createPayment',
      summary: 'Pay an order of yours',
      description:
        'Test cards: `tok_visa`, `tok_mastercard`, `tok_chargeDeclined`, `tok_chargeDeclinedInsufficientFunds`. ' +
        'When somebody else gets the last piece first, the money goes back and the order becomes `Cancelled`.',
      tags: ['payments'],
      requestBody: jsonBody(PaymentBody, newPayment),
      responses: {
        201: answer('The payment', Payment, payment),
        ...refusals({
          paid: new BadRequest('This order is paid already'),
          cancelled: new BadRequest('This order was cancelled'),
          badCard: new BadRequest("No such token: 'tok_none'", 'token'),
          declined: new HttpError(402, [{ message: 'Your card was declined.', field: 'token' }]),
          unknown: new NotFound(),
          notYours: new NotAuthorized('This is not yours'),
          ...signedOut,
          ...away,
        }),
      },
    },
  },
};
