/** Characters of a product title. */
export const MAX_TITLE_LENGTH = 200;
/** Characters of a search text. */
export const MAX_SEARCH_LENGTH = 100;
/** Characters of an image URL. */
export const MAX_URL_LENGTH = 2048;

/** US dollars per unit. */
export const MIN_PRICE = 0.01;
export const MAX_PRICE = 999_999.99;

/** Units in stock. */
export const MAX_STOCK = 1_000_000;
/** Units of one product in a cart or an order. */
export const MAX_QUANTITY = 10_000;
/** Different products in one cart or order. */
export const MAX_CART_LINES = 50;

/** Limits of one Stripe charge: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
export const MIN_ORDER_CENTS = 50;
export const MAX_ORDER_CENTS = 99_999_999;

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** Bytes of a form: as much as the ingress passes on. An image that is a little too large is thus named as the reason. */
export const MAX_FORM_BYTES = 12 * 1024 * 1024;

/** Characters of an email address, and of its part before the `@` (RFC 5321, 4.5.3.1). */
export const MAX_EMAIL_LENGTH = 254;
export const MAX_EMAIL_LOCAL_LENGTH = 64;
export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 128;

/** Entries on one page of a list. */
export const MAX_PAGE_SIZE = 100;
export const DEFAULT_PAGE_SIZE = 20;
