export * from './cart.ts';
export * from './error.ts';
export * from './fields.ts';
export * from './money.ts';
export * from './order.ts';
export * from './payment.ts';
export * from './product.ts';
export * from './user.ts';
