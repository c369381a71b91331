import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../embedded/lib/paths.mjs';
import { BASE, staleByDigest } from '../lib/kubernetes-base.mjs';
import { shopOf } from '../lib/shop.mjs';
import { komposeOverlay } from '../lib/targets/kompose-overlay.mjs';
import { composeText } from './compose-text.ts';

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'generate-'));
  cpSync(join(root, BASE), join(copy, BASE), { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true }));

/** The stale files of the copy, with this docker-compose.yml. */
function staleWith(text: string): string[] {
  writeFileSync(join(copy, 'docker-compose.yml'), text);
  return staleByDigest(copy, komposeOverlay.render(shopOf(text)));
}

describe('k8s/base, where kompose is not installed', () => {
  it('is not stale after a change of what kompose does not read', () => {
    expect(staleWith(composeText)).toEqual([]);
    expect(staleWith(composeText.replace('internet: [443]', 'internet: []'))).toEqual([]);
    expect(staleWith(`# A comment.\n${composeText}`)).toEqual([]);
  });

  it('is stale after a change of a variable', () => {
    expect(staleWith(composeText.replace('LOG_LEVEL:-info', 'LOG_LEVEL:-debug'))).toEqual([BASE]);
  });

  it('names each file that was edited, added or removed', () => {
    appendFileSync(join(copy, BASE, 'auth-service.yaml'), '# edited\n');
    writeFileSync(join(copy, BASE, 'added.yaml'), '');
    rmSync(join(copy, BASE, 'cart-service.yaml'));
    const names = ['auth-service.yaml', 'added.yaml', 'cart-service.yaml'];
    expect(staleWith(composeText).sort()).toEqual(names.map((name) => `${BASE}/${name}`).sort());
  });
});
