import type { Cluster } from '../chaos/cluster.ts';
import type { ClientHistory } from '../checker/snapshot.ts';
import { Buyer } from './buyer.ts';
import { Seller } from './seller.ts';

const SELLERS = 2;
const BUYERS = 8;

/** People in the shop until `closed`. */
export function startWorkload(cluster: Cluster, history: ClientHistory, name: string, closed: AbortSignal) {
  const sellers = Array.from(
    { length: SELLERS },
    (_, n) => new Seller(cluster, history, `${name} s${n}`, closed),
  );
  const offers = () => sellers.flatMap((seller) => seller.offers);
  const buyers = Array.from(
    { length: BUYERS },
    (_, n) => new Buyer(cluster, history, `${name} b${n}`, closed, offers),
  );
  return {
    people: [...sellers, ...buyers],
    gone: Promise.all([
      ...sellers.map((one) => one.sellAndEdit()),
      ...buyers.map((one) => one.buyAllSorts()),
    ]),
  };
}
