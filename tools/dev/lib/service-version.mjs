import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a new version may take to connect; afterwards it answers requests all the same. */
const READY_TIMEOUT_MS = 5000;
const REQUEST_GRACE_MS = 7000;

/** A service as of one build. Two versions can run at the same time, as two instances of the service do. */
export class ServiceVersion {
  #service;
  #inFlight = 0;

  /** @param {any} service an instance of service-kit's `Service` */
  constructor(service) {
    this.#service = service;
  }

  /**
   * Starts the service in a bundle, and resolves when it is ready.
   * @param {string} file the bundle
   * @throws what the code of the service throws
   */
  static async start(file) {
    const { Service, ...exports } = load(file);
    const definition = Object.values(exports).find((value) => value?.setUp);
    const version = new ServiceVersion(new Service(definition));
    try {
      await version.#untilReady();
      return version;
    } catch (error) {
      await version.stop();
      throw error;
    }
  }

  /** @type {import('node:http').RequestListener} */
  handle(req, res) {
    this.#inFlight++;
    res.on('close', () => this.#inFlight--);
    this.#service.app(req, res);
  }

  /** Finishes the requests and messages in hand, and disconnects. */
  async stop() {
    const deadline = Date.now() + REQUEST_GRACE_MS;
    while (this.#inFlight > 0 && Date.now() < deadline) await sleep(10);
    await this.#service.stopIntake();
    await this.#service.flush();
    await this.#service.disconnect();
  }

  async #untilReady() {
    /** @type {unknown[]} */
    const failures = [];
    this.#service.start().catch((/** @type {unknown} */ error) => failures.push(error));
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while ((await this.#service.notReady()).length > 0 && Date.now() < deadline) {
      if (failures.length > 0) throw failures[0];
      await sleep(5);
    }
  }
}

/** Loads a bundle without keeping it in Node's cache, so that the memory of old versions is freed. @param {string} file */
function load(file) {
  const require = createRequire(file);
  const exports = require(file);
  // The key is the real path, which differs from the path of a symbolic link.
  delete require.cache[require.resolve(file)];
  return exports;
}
