import { yamlFromTemplate } from '../generated-file.mjs';
import { inline, insert } from '../yaml-nodes.mjs';

/** @import { Container } from '../shop.mjs' */

/** The images that Skaffold builds: those that Compose builds, with the same Dockerfiles. */
export const skaffold = yamlFromTemplate('skaffold.yaml', ([document], { containers }) =>
  insert(document, ['build', 'artifacts'], containers.flatMap(artifactOf)),
);

/** @param {Container} container */
function artifactOf({ name, build }) {
  if (!build) return [];
  const { SERVICE, FOLDER = `services/${SERVICE}` } = build.args;
  const buildArgs = SERVICE ? { buildArgs: { SERVICE, FOLDER } } : {};
  return [{ image: `ecommerce/${name}`, docker: inline({ dockerfile: build.dockerfile, ...buildArgs }) }];
}
