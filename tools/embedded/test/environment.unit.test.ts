import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outsideEnv, programEnv, toolEnv } from '../lib/environment.mjs';
import { goEnv } from '../lib/go.mjs';
import { readSettings } from '../lib/launcher.mjs';
import { root } from '../lib/paths.mjs';
import { isSetting } from '../lib/settings.mjs';
import { tempFolder } from './fixtures.ts';

/** Variables that shells, profiles, other programs and npm itself leave behind. */
const foreign = {
  NODE_ENV: 'production',
  NODE_OPTIONS: '--require ./other.js --max-old-space-size=32',
  NODE_PATH: '/other',
  TS_NODE_PROJECT: 'other.json',
  npm_config_production: 'true',
  npm_config_omit: 'dev',
  npm_config_global: 'true',
  npm_lifecycle_event: 'start',
  LC_ALL: 'tr_TR.UTF-8',
  TZ: 'Pacific/Apia',
  FORCE_COLOR: '3',
  DEBUG: '*',
  CDPATH: '/other',
};
const proxies = {
  NODE_USE_ENV_PROXY: '1',
  HTTP_PROXY: 'http://proxy:3128',
  https_proxy: 'http://proxy:3128',
};
const servers = {
  MINIO_BROWSER: 'off',
  TRAEFIK_PING: 'true',
  NATS_URL: 'nats://other',
  MONGO_URL: 'mongodb://other',
};
const machine = { PATH: '/programs', HOME: '/home/ada', USER: 'ada' };
const everything = { ...machine, ...foreign, ...proxies, ...servers };

describe('programEnv', () => {
  it('is the same whatever the environment holds', () => {
    expect(programEnv('/data/home', everything)).toEqual({
      PATH: `${dirname(process.execPath)}:/programs`,
      HOME: '/data/home',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
    });
  });
});

describe('PATH', () => {
  it('is unchanged if this Node comes first', () => {
    const PATH = `/programs:${dirname(process.execPath)}`;
    expect(toolEnv({ PATH }).PATH).toBe(PATH);
  });
});

describe('toolEnv', () => {
  it.each(Object.keys(foreign))('does not pass on %s', (name) => {
    expect(toolEnv(everything)[name]).toBe(name === 'TZ' ? 'UTC' : undefined);
  });

  it('passes on how to reach the registry and what belongs to the user', () => {
    const kept = {
      USER: 'ada',
      npm_config_registry: 'https://registry.example',
      npm_config_cafile: '/ca.pem',
      npm_config_ignore_scripts: 'true',
      NPM_TOKEN: 'token of .npmrc',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      NODE_IMAGE: 'node:24',
      GOPROXY: 'https://proxy.example',
      DOCKER_HOST: 'unix:///run/docker.sock',
      CI: 'true',
    };
    expect(toolEnv({ ...everything, ...kept })).toMatchObject(kept);
  });

  it('keeps requests for this machine from a proxy', () => {
    const env = toolEnv({ ...machine, ...proxies, NO_PROXY: '.corp' });
    expect(env).toMatchObject({
      HTTP_PROXY: proxies.HTTP_PROXY,
      NO_PROXY: 'localhost,127.0.0.1,::1,.local,.corp',
    });
    expect(env.no_proxy).toBe(env.NO_PROXY);
    expect(toolEnv(machine).NO_PROXY).toBeUndefined();
  });
});

describe('goEnv', () => {
  it('builds for this system from the pinned modules only', () => {
    const other = {
      GOFLAGS: '-mod=vendor',
      GO111MODULE: 'off',
      CGO_ENABLED: '1',
      GOOS: 'plan9',
      GOPATH: 'relative',
    };
    const env = goEnv({ ...machine, ...other, GOROOT: '/other', GOEXPERIMENT: 'none', GOPROXY: 'off' });
    expect(env).toMatchObject({
      GO111MODULE: 'on',
      CGO_ENABLED: '0',
      GOFLAGS: '-mod=readonly -buildvcs=false',
      GOPROXY: 'off',
    });
    expect([env.GOPATH, env.GOROOT, env.GOEXPERIMENT, env.GOOS === 'plan9']).toEqual([
      undefined,
      undefined,
      undefined,
      false,
    ]);
  });
});

describe('readSettings', () => {
  it("takes the shop's variables from the environment, and all from .env", () => {
    const file = join(tempFolder(), '.env');
    writeFileSync(file, 'LOG_LEVEL=debug\nPORT=1\nMY_SETTING=1\n');
    const settings = readSettings(file, { ...machine, ...foreign, ...servers, PORT: '8081' });
    expect(settings).toEqual({ LOG_LEVEL: 'debug', PORT: '8081', MY_SETTING: '1' });
  });

  it('reads how to reach the internet', () => {
    expect(readSettings('/nowhere', everything)).toEqual(outsideEnv(proxies));
  });
});

describe('isSetting', () => {
  /** Variables that `npm start` sets itself, or that no two processes may share. */
  const own = [
    'HOST',
    'PORT',
    'MONGO_URL',
    'NATS_URL',
    'MINIO_URL',
    'AUTH_URL',
    'PRODUCTS_URL',
    'CART_URL',
    'ORDERS_URL',
    'STRIPE_EMULATOR_URL',
    'MAILDEV_URL',
    'NATS_CLIENT_ID',
  ];
  const services = readdirSync(join(root, 'services'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/]+\/src\/[^/]+\.ts$/.test(file))
    .map((file) => join('services', file));

  it('knows every variable that a service declares', () => {
    const declared = [...services, 'shared/service-kit/src/runtime/config.ts'].flatMap((file) =>
      Array.from(
        readFileSync(join(root, file), 'utf8').matchAll(/^\s+([A-Z][A-Z0-9_]+): (?:z\b|httpUrl)/gm),
        ([, name = '']) => name,
      ),
    );
    expect(declared.length).toBeGreaterThan(20);
    expect(declared.filter((name) => !own.includes(name) && !isSetting(name))).toEqual([]);
  });
});
