/**
 * A third-party server that the shop uses.
 * @typedef {object} Server
 * @property {string} command its name on PATH
 * @property {string} module the folder in `go/` that pins the version to build
 * @property {string} target the package that `go build` builds there
 * @property {string[]} [flags] more flags for `go build`
 * @property {string} [variables] values set by the linker
 * @property {import('./patch.mjs').Patch} [patch] changes to the source before the build
 * @property {string} home where to download the server
 */

/**
 * Turns off inlining and debug information, which nearly halves the build time. Most of the compiled packages are Traefik's
 * and MinIO's support for clouds, message brokers and clusters, which never runs here.
 */
const quickBuild = ['-gcflags=all=-l -dwarf=false', '-gcflags=std='];

export const mongodb = {
  command: 'mongod',
  module: 'ferretdb',
  target: '.',
  patch: {
    module: 'github.com/FerretDB/FerretDB',
    edits: [
      // FerretDB filters by id in SQL only if the filter has no other field; otherwise it reads the whole collection.
      {
        file: 'internal/backends/sqlite/collection.go',
        from: 'params.Filter.Len() == 1',
        to: 'params.Filter.Len() > 0',
      },
      // FerretDB's SQL and its index use different expressions for the id, so SQLite would never use the index.
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
  flags: quickBuild,
  variables:
    '-X github.com/minio/minio/cmd.Version=2025-09-07T16:13:09Z -X github.com/minio/minio/cmd.ReleaseTag=RELEASE.2025-09-07T16-13-09Z',
  home: 'https://min.io/docs/minio/linux/index.html',
};

export const traefik = {
  command: 'traefik',
  module: 'traefik',
  target: 'github.com/traefik/traefik/v3/cmd/traefik',
  flags: quickBuild,
  variables: '-X github.com/traefik/traefik/v3/pkg/version.Version=3.6.0',
  home: 'https://github.com/traefik/traefik/releases',
};

/** All servers, slowest build first, so that it does not run alone at the end. */
export const everyServer = [traefik, mongodb, minio, natsStreaming];
