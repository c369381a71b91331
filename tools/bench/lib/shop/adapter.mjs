/**
 * The interface of a shop to measure. To measure another project, write a module that exports `createShop` and returns a
 * `Shop` (see README.md).
 *
 * @typedef {unknown} Person a session, opaque to the benchmark; it must survive a restart of the shop
 *
 * @typedef {object} StartOptions
 * @property {string} dataDir contains all stored data, so that a copy of the folder is a copy of the shop
 * @property {(port: number) => Promise<number>} [proxyDatabase] takes the database's port, returns the port to use instead
 * @property {boolean} [storefront] whether to start the storefront too
 *
 * @typedef {object} Shop
 * @property {(options: StartOptions) => Promise<void>} start resolves when every process is ready
 * @property {() => Promise<void>} stop ends all processes and keeps the data
 * @property {() => Promise<void>} dispose releases resources that survive `stop`
 * @property {() => Record<string, number>} processes the ids of the processes to measure, by name
 * @property {() => Promise<Person>} signUp
 * @property {(seller: Person, quantity: number) => Promise<string>} sellProduct returns the product's id
 * @property {(buyer: Person, productId: string) => Promise<string>} order one unit; returns the order's id
 * @property {(buyer: Person, orderId: string) => Promise<void>} pay
 * @property {(buyer: Person, orderId: string) => Promise<boolean>} isComplete
 * @property {() => string} databaseUrl of the MongoDB with the databases of all services, for inserting documents
 * @property {() => Promise<number>} publishes number of messages published since the broker's first start
 * @property {(databaseName: string) => string} serviceOf names the service that owns a database
 * @property {(person: Person) => Promise<void>} [signIn] signs in a person who has signed up; optional
 * @property {(person: Person) => Promise<void>} [readSession]
 * @property {(path: string) => Promise<void>} [get] a path of the API, such as `/api/products?page=2`
 * @property {(path: string) => Promise<void>} [getPage] a page of the storefront; missing if none was built
 *
 * @typedef {(options: {dir: string, gateway: boolean}) => Promise<Shop>} CreateShop
 */
export {};
