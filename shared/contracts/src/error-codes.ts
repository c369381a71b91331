/** All errors of the API by code, with their HTTP status and their default message for people. */
export const errorCatalog = {
  malformed_request: { status: 400, message: 'The request is malformed.' },
  invalid_json: { status: 400, message: 'The body is not valid JSON.' },
  invalid_form: { status: 400, message: 'The form is malformed.' },
  body_too_large: { status: 400, message: 'The body is too large.' },
  unsupported_charset: { status: 400, message: 'The body must be in UTF-8.' },
  unsupported_encoding: { status: 400, message: 'This content encoding is not supported.' },
  unsupported_media_type: {
    status: 400,
    message: 'Send the body as JSON, with Content-Type: application/json.',
  },
  headers_too_large: {
    status: 431,
    message: 'The headers are too large. Delete the cookies that other applications have set for this host.',
  },
  request_timeout: {
    status: 408,
    message: 'The request did not arrive in time. Check your connection and try again.',
  },
  required: { status: 400, message: 'This field is required.' },
  invalid_value: { status: 400, message: 'This value is not valid.' },
  unknown_field: { status: 400, message: 'This field is not known.' },
  invalid_image: { status: 400, message: 'The image must be a JPEG, PNG or WebP file.' },
  image_too_large: { status: 400, message: 'The image must be at most 10 MiB.' },
  email_taken: { status: 400, message: 'This email address is already registered. Sign in instead.' },
  weak_password: {
    status: 400,
    message: 'This password is one of the most common ones. Choose another.',
  },
  wrong_credentials: { status: 400, message: 'Wrong email address or password.' },
  wrong_password: { status: 400, message: 'The password is wrong.' },
  invalid_link: { status: 400, message: 'This link is not valid or has expired. Request a new one.' },
  cart_empty: { status: 400, message: 'Your cart is empty.' },
  cart_full: { status: 400, message: 'A cart holds at most 50 different products.' },
  quantity_limit: { status: 400, message: 'A cart holds at most 10,000 units of a product.' },
  unknown_product: { status: 400, message: 'This product does not exist.' },
  out_of_stock: { status: 400, message: 'This product is sold out.' },
  quota_products: { status: 400, message: 'You have as many products as one seller can have.' },
  quota_images: {
    status: 400,
    message:
      'Your images take as much space as one seller can have. Remove some of them, or send a smaller one.',
  },
  quota_orders: {
    status: 400,
    message: 'You have as many unpaid orders as one buyer can have. Pay or cancel some of them.',
  },
  order_total_too_low: { status: 400, message: 'The order total must be at least $0.50.' },
  order_total_too_high: { status: 400, message: 'The order total must be at most $999,999.99.' },
  order_complete: { status: 400, message: 'This order is complete and can no longer be cancelled.' },
  order_paid: { status: 400, message: 'This order is already paid.' },
  order_cancelled: { status: 400, message: 'This order was cancelled.' },
  order_expired: {
    status: 400,
    message: 'This order expired because it was not paid in time. Place a new order.',
  },
  order_refunded: { status: 400, message: 'This order was refunded. Place a new order.' },
  payment_in_progress: {
    status: 400,
    message: 'A payment of this order is in progress. Check the order before you pay again.',
  },
  invalid_card_token: { status: 400, message: 'Stripe does not accept this card token.' },
  not_signed_in: { status: 401, message: 'Sign in first.' },
  not_owner: { status: 401, message: 'You do not have access to this resource.' },
  card_declined: { status: 402, message: 'Your card was declined.' },
  cross_origin: {
    status: 403,
    message: 'This request came from another site. Send it from the shop itself.',
  },
  not_found: { status: 404, message: 'This resource does not exist.' },
  product_not_found: { status: 404, message: 'This product does not exist.' },
  session_not_found: { status: 404, message: 'This session does not exist.' },
  order_not_found: { status: 404, message: 'This order does not exist.' },
  product_not_in_cart: { status: 404, message: 'This product is not in your cart.' },
  method_not_allowed: { status: 405, message: 'This resource does not support this method.' },
  idempotency_key_in_use: {
    status: 409,
    message: 'The first request with this Idempotency-Key is still in progress. Try again in a moment.',
  },
  idempotency_key_reused: {
    status: 422,
    message: 'This Idempotency-Key was already used with a different request.',
  },
  too_many_requests: { status: 429, message: 'Too many requests. Try again in a moment.' },
  too_many_declines: {
    status: 429,
    message: 'Too many cards were declined. Contact your bank, and try again tomorrow.',
  },
  too_many_attempts: { status: 429, message: 'Too many wrong passwords. Try again later.' },
  too_many_sign_ups: {
    status: 429,
    message: 'Too many accounts were created from your network. Try again later.',
  },
  too_many_mails: { status: 429, message: 'Too many mails were requested. Try again later.' },
  sign_in_busy: { status: 429, message: 'Sign-in is busy. Try again in a moment.' },
  uploads_busy: { status: 429, message: 'Too many images are being uploaded. Try again in a moment.' },
  internal_error: { status: 500, message: 'Something went wrong on our side.' },
  unavailable: { status: 503, message: 'The shop is temporarily unavailable. Try again in a moment.' },
  payment_indeterminate: {
    status: 503,
    message: 'The outcome of the payment is not known yet. Check the order before you try again.',
  },
} as const;

export type ErrorCode = keyof typeof errorCatalog;
export const errorCodes = Object.keys(errorCatalog) as [ErrorCode, ...ErrorCode[]];

/** Reasons of refunds, each with the sentence that accompanies the code in events and orders. */
export const refundReasons = {
  order_cancelled: 'The order was cancelled.',
  out_of_stock: 'A product was no longer available in this quantity when the payment arrived.',
} as const;

export type RefundReason = keyof typeof refundReasons;
export const refundReasonCodes = Object.keys(refundReasons) as [RefundReason, ...RefundReason[]];

/** Sentences of earlier versions, also of refunds that were stored or published before codes existed. */
const earlierSentences: Record<string, RefundReason> = {
  'The order was cancelled': 'order_cancelled',
  'Not enough stock was left when the payment arrived': 'out_of_stock',
  'The last units were sold before the payment arrived.': 'out_of_stock',
};

/** Returns the code of a refund, even if none was stored. @param sentence as stored @param code as stored */
export const refundReasonOf = (sentence: string | null, code?: RefundReason): RefundReason | undefined =>
  code ??
  refundReasonCodes.find((reason) => refundReasons[reason] === sentence) ??
  earlierSentences[sentence ?? ''];
