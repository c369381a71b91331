import { isOlder } from '../../embedded/lib/go.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';
import { fail, ok, warn } from './check-result.mjs';
import { ask } from './command-output.mjs';

const LOWEST = '1.30';
const start = 'minikube start --cpus=4 --memory=8192 && minikube addons enable ingress';

/** @param {NodeJS.ProcessEnv} env */
export async function kubernetes(env) {
  const missing = ['kubectl', 'just', 'jq', 'openssl'].filter((tool) => !onPath(tool));
  if (missing.length > 0)
    return [
      warn(
        `${missing.join(', ')} not there`,
        'docs/kubernetes.md names what just k8s takes, and where it is',
      ),
    ];
  const context = env.K8S_CONTEXT || 'minikube';
  const lines = [ok('kubectl, just, jq, openssl')];
  if (context === 'minikube') {
    const version = await ask('minikube', 'version', '--short');
    if (!version) return [...lines, warn('Minikube is not there', 'https://minikube.sigs.k8s.io/docs/start')];
    lines.push(ok(`Minikube ${version}`));
  }
  const said = await ask(
    'kubectl',
    '--context',
    context,
    'version',
    '--output',
    'json',
    '--request-timeout',
    '10s',
  );
  const server = said && JSON.parse(said).serverVersion?.gitVersion;
  if (!server) return [...lines, warn(`the cluster of the context ${context} does not answer`, start)];
  lines.push(
    isOlder(server, LOWEST)
      ? fail(`Kubernetes ${server} is too old: it takes ${LOWEST}`, 'minikube delete, then minikube start')
      : ok(`Kubernetes ${server} in the context ${context}`),
  );
  const ingress = await ask(
    'kubectl',
    '--context',
    context,
    'get',
    'ingressclass',
    'nginx',
    '--output',
    'name',
  );
  lines.push(
    ingress
      ? ok(
          'an ingress controller of the class nginx; it has ended in March 2026, and docs/kubernetes.md has its heir',
        )
      : warn('no ingress controller of the class nginx', 'minikube addons enable ingress'),
  );
  return lines;
}
