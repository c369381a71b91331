import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { formatMessages } from 'esbuild';
import { createBundler } from './lib/bundle.mjs';
import { ServiceVersion } from './lib/service-version.mjs';
import { watchFolders } from './lib/watch.mjs';

// Runs a service from its TypeScript sources, and replaces it in this process after each edit: hot-service.mjs FOLDER
// The new version starts beside the old one and takes over when it is ready, so no request is lost. A version that does not
// compile or start takes nothing over.

const folder = resolve(process.argv[2] ?? '');
const bundler = await createBundler(folder);
/** @type {ServiceVersion | undefined} */
let current;

async function reload() {
  const startedAt = performance.now();
  const { changed, folders } = await bundler.build();
  watchAlso(folders);
  if (!changed) return;
  const previous = current;
  current = await ServiceVersion.start(bundler.file);
  if (previous) console.log(`reloaded in ${Math.round(performance.now() - startedAt)} ms`);
  await previous?.stop();
}

async function report(/** @type {any} */ error) {
  if (!error.errors) return console.error(error);
  // A build with an error does not list its sources, and the correction must start another build.
  watchAlso(
    error.errors.map((/** @type {import('esbuild').Message} */ { location }) =>
      dirname(location?.file ?? join(folder, 'src/service.ts')),
    ),
  );
  const messages = await formatMessages(error.errors, { kind: 'error' });
  console.error(messages.join('\n'));
}

let reloads = Promise.resolve();
const queueReload = () => {
  reloads = reloads.then(reload).catch(report);
  return reloads;
};
const watchAlso = watchFolders(queueReload);
await queueReload();

const { HOST = '127.0.0.1', PORT = '3000' } = process.env;
const server = createServer((req, res) => {
  if (current) current.handle(req, res);
  else answerUnavailable(res);
}).listen(Number(PORT), HOST);

function answerUnavailable(/** @type {import('node:http').ServerResponse} */ res) {
  const message = 'This service has an error in its code, which its log shows.';
  res.writeHead(503, { 'Content-Type': 'application/json; charset=utf-8', 'Retry-After': '2' });
  res.end(JSON.stringify({ errors: [{ code: 'unavailable', message }] }));
}

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  server.close();
  server.closeIdleConnections();
  await current?.stop();
  process.exit();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
