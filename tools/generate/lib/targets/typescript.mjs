import { NOTICE } from '../generated-file.mjs';

/** @import { GeneratedFile } from '../generated-file.mjs' */

const shared = ['shared/contracts', 'shared/api-client', 'shared/service-kit', 'shared/test-kit'];
const tools = ['tools/stripe-emulator', 'tools/nats-test', 'tools/openapi'];

/** Everything that `npm run build` compiles. @type {GeneratedFile} */
export const buildReferences = {
  file: 'tsconfig.build.json',
  render: ({ services }) => `// ${NOTICE}
{
  "files": [],
  "references": [
${references([...shared, ...services.map(({ name }) => `services/${name}`), ...tools])}
  ]
}
`,
};

/** @type {GeneratedFile} */
export const openapiReferences = {
  file: 'tools/openapi/tsconfig.json',
  render: ({ services }) => `// ${NOTICE}
{
  "extends": "../../tsconfig.base.json",
  "compilerOptions": { "composite": true, "rootDir": "src", "outDir": "dist" },
  "include": ["src"],
  "references": [
${references(['../../shared/service-kit', ...services.map(({ name }) => `../../services/${name}`)])}
  ]
}
`,
};

/** @type {GeneratedFile} */
export const openapiRoutes = {
  file: 'tools/openapi/src/routes.generated.ts',
  render: ({ services }) => `// ${NOTICE}

${services.map(({ name }) => `import { routes as ${routesOf(name)} } from '@ecommerce/${name}/routes';`).join('\n')}
import type { AnyRoute } from './operation.ts';

/** The routes of all services, in the order of the document. */
export const routes: AnyRoute[] = [
${services.map(({ name }) => `  ...${routesOf(name)},`).join('\n')}
];
`,
};

/** @param {string[]} paths */
const references = (paths) => paths.map((path) => `    { "path": "${path}" }`).join(',\n');

/** The name of its routes, which is valid for a service with the name of a reserved word too. @param {string} name */
const routesOf = (name) => `${name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())}Routes`;
