/**
 * What the bench needs of a shop. A peer's shop is measured through a module that exports `createShop` and returns the
 * same; `README.md` tells how to write one.
 *
 * @typedef {unknown} Person a session of this shop; only the adapter looks inside. It must outlive a restart.
 *
 * @typedef {object} StartOptions
 * @property {string} dataDir keeps everything that is stored, so that a copy of it is a copy of the shop
 * @property {(port: number) => Promise<number>} [proxyDatabase] given the database's port, the port to use instead of it
 * @property {boolean} [storefront] whether the storefront runs too
 *
 * @typedef {object} Shop
 * @property {(options: StartOptions) => Promise<void>} start resolves when every process is ready
 * @property {() => Promise<void>} stop ends all processes; what is stored stays
 * @property {() => Promise<void>} dispose releases what outlives `stop`
 * @property {() => Record<string, number>} processes the process ids to charge to the shop, by name
 * @property {() => Promise<Person>} signUp
 * @property {(seller: Person, quantity: number) => Promise<string>} sellProduct returns the product's id
 * @property {(buyer: Person, productId: string) => Promise<string>} order one unit; returns the order's id
 * @property {(buyer: Person, orderId: string) => Promise<void>} pay
 * @property {(buyer: Person, orderId: string) => Promise<boolean>} isComplete
 * @property {() => string} databaseUrl of a MongoDB that holds the databases of all services, for inserting documents
 * @property {() => Promise<number>} publishes messages published since the broker was first started
 * @property {(databaseName: string) => string} serviceOf names the service that owns a database
 * @property {(person: Person) => Promise<void>} [signIn] as a person who has signed up; absent where it is not measured
 * @property {(person: Person) => Promise<void>} [readSession]
 * @property {(path: string) => Promise<void>} [get] a path of the API, such as `/api/products?page=2`
 * @property {(path: string) => Promise<void>} [getPage] a page of the storefront; absent where none was built
 *
 * @typedef {(options: {dir: string, gateway: boolean}) => Promise<Shop>} CreateShop
 */
export {};
