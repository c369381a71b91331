import { isOlder } from '../../embedded/lib/go.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';
import { fail, ok, warn } from './check-result.mjs';
import { commandOutput } from './command-output.mjs';

const MIN_KUBERNETES = '1.30';
const START = 'minikube start --cpus=4 --memory=8192 && minikube addons enable ingress';
const END_OF_INGRESS = 'its end of life was in March 2026; see docs/kubernetes.md for its replacement';

/** @param {NodeJS.ProcessEnv} env */
export async function checkKubernetes(env) {
  const context = env.K8S_CONTEXT || 'minikube';
  const kubectl = (/** @type {string[]} */ ...args) =>
    commandOutput('kubectl', '--context', context, ...args);

  const missing = ['kubectl', 'just', 'jq', 'openssl'].filter((tool) => !onPath(tool));
  const tools = 'see docs/kubernetes.md for the tools of just k8s and how to install them';
  if (missing.length > 0) return [warn(`not installed: ${missing.join(', ')}`, tools)];
  const results = [ok('kubectl, just, jq, openssl')];
  if (context === 'minikube') {
    const version = await commandOutput('minikube', 'version', '--short');
    if (!version)
      return [...results, warn('Minikube is not installed', 'https://minikube.sigs.k8s.io/docs/start')];
    results.push(ok(`Minikube ${version}`));
  }
  const versions = await kubectl('version', '--output', 'json', '--request-timeout', '10s');
  const server = versions && JSON.parse(versions).serverVersion?.gitVersion;
  if (!server) return [...results, warn(`the cluster of the context ${context} is not reachable`, START)];
  const tooOld = `Kubernetes ${server} is too old. Kubernetes ${MIN_KUBERNETES} or newer is required`;
  const ingress = await kubectl('get', 'ingressclass', 'nginx', '--output', 'name');
  return [
    ...results,
    isOlder(server, MIN_KUBERNETES)
      ? fail(tooOld, 'minikube delete, then minikube start')
      : ok(`Kubernetes ${server} in the context ${context}`),
    ingress
      ? ok(`there is an ingress controller of the class nginx; ${END_OF_INGRESS}`)
      : warn('there is no ingress controller of the class nginx', 'minikube addons enable ingress'),
  ];
}
