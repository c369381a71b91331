/**
 * A third-party program that the shop runs on.
 * @typedef {object} Server
 * @property {string} command its name on PATH
 * @property {string} module the folder under `go/` that pins what is built where it is not on PATH
 * @property {string} target what `go build` builds there
 * @property {string[]} [flags] more flags for `go build`
 * @property {string} [variables] values set by the linker
 * @property {import('./patch.mjs').Patch} [patch] a change in what is built
 * @property {string} home where to get it ready-made
 */

/**
 * The packages that Traefik and MinIO bring along for clouds, message brokers and clusters are most of what has to be
 * compiled, and never run here: without inlining and debug information that takes little more than half the time.
 */
const quick = ['-gcflags=all=-l -dwarf=false', '-gcflags=std='];

export const mongodb = {
  command: 'mongod',
  module: 'ferretdb',
  target: '.',
  patch: {
    module: 'github.com/FerretDB/FerretDB',
    edits: [
      // It filters by id in SQL only if the filter names nothing else; otherwise it reads the whole collection.
      {
        file: 'internal/backends/sqlite/collection.go',
        from: 'params.Filter.Len() == 1',
        to: 'params.Filter.Len() > 0',
      },
      // Its SQL names the id by another expression than its index does, so SQLite would never use the index.
      {
        file: 'internal/backends/sqlite/metadata/metadata.go',
        from: `->'$._id'"`,
        to: String.raw`->\"_id\""`,
      },
    ],
  },
  home: 'https://www.mongodb.com/docs/manual/installation/',
};

export const natsStreaming = {
  command: 'nats-streaming-server',
  module: 'nats-streaming',
  target: 'github.com/nats-io/nats-streaming-server',
  home: 'https://github.com/nats-io/nats-streaming-server/releases',
};

export const minio = {
  command: 'minio',
  module: 'minio',
  target: 'github.com/minio/minio',
  flags: quick,
  variables:
    '-X github.com/minio/minio/cmd.Version=2025-09-07T16:13:09Z -X github.com/minio/minio/cmd.ReleaseTag=RELEASE.2025-09-07T16-13-09Z',
  home: 'https://min.io/docs/minio/linux/index.html',
};

export const traefik = {
  command: 'traefik',
  module: 'traefik',
  target: 'github.com/traefik/traefik/v3/cmd/traefik',
  flags: quick,
  variables: '-X github.com/traefik/traefik/v3/pkg/version.Version=3.6.0',
  home: 'https://github.com/traefik/traefik/releases',
};

/** Sorted by build time, so that the longest build does not run alone at the end. */
export const everyServer = [traefik, mongodb, minio, natsStreaming];
