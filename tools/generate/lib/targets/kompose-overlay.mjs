import { yamlFromTemplate } from '../generated-file.mjs';
import { httpsVariables } from '../https.mjs';
import { byName } from '../shop.mjs';
import { alias, insert, reset } from '../yaml-nodes.mjs';

/** @import { Container, Shop } from '../shop.mjs' */

/** The Service of MinIO has a name of its own in Kubernetes: k8s/overlays/minikube/patches/minio-svc.yaml. */
const MINIO_URL = 'http://minio-svc:9000';

/** The entries of each service, its database and its volume. */
export const komposeOverlay = yamlFromTemplate('k8s/kompose.yml', ([document], shop) => {
  const volumes = shop.databases.flatMap(({ volumes }) => volumes.map((name) => ({ name })));
  insert(
    document,
    ['services'],
    byName(shop.services, (service) => entryOf(service, shop)),
  );
  insert(
    document,
    ['services'],
    byName(shop.databases, () => alias('mongo')),
    'last',
  );
  insert(
    document,
    ['volumes'],
    byName(volumes, () => alias('volume')),
  );
});

/** @param {Container} service @param {Shop} shop */
function entryOf(service, { secrets }) {
  const removed = Object.keys(service.environment).filter((variable) => secrets.has(variable));
  const environment = {
    ...httpsVariables(service),
    ...('MINIO_URL' in service.environment && { MINIO_URL }),
    ...Object.fromEntries(removed.map((variable) => [variable, reset()])),
  };
  return { '<<': alias('own'), environment };
}
