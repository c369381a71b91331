/** Variables that lift the limits of fair use: a few people send what hundreds would. */
export const withoutLimits = {
  RATE_LIMIT_FACTOR: '1000',
  QUOTA_PRODUCTS: '1000000',
  QUOTA_OPEN_ORDERS: '1000000',
  DECLINES_PER_USER: '1000000',
};
