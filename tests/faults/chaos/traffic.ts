import type { Told } from '../snapshot.ts';
import { Buyer } from './buyer.ts';
import { Seller } from './seller.ts';
import type { World } from './world.ts';

const SELLERS = 2;
const BUYERS = 8;

/** People in the shop until `closed`. */
export function traffic(world: World, told: Told, name: string, closed: AbortSignal) {
  const sellers = Array.from({ length: SELLERS }, (_, n) => new Seller(world, told, `${name} s${n}`, closed));
  const offers = () => sellers.flatMap((seller) => seller.offers);
  const buyers = Array.from(
    { length: BUYERS },
    (_, n) => new Buyer(world, told, `${name} b${n}`, closed, offers),
  );
  return {
    people: [...sellers, ...buyers],
    gone: Promise.all([
      ...sellers.map((one) => one.sellAndEdit()),
      ...buyers.map((one) => one.buyAllSorts()),
    ]),
  };
}
