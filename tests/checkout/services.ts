export const services = ['auth', 'products', 'cart', 'orders', 'payments'] as const;
export type ServiceName = (typeof services)[number];
