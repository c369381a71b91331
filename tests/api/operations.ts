import { readFileSync } from 'node:fs';

/** The parts of an operation in docs/openapi.json that the tests use. */
export interface Operation {
  name: string;
  method: string;
  path: string;
  /** The example of the request body. */
  body: unknown;
  success: Example;
  errors: (Example & { name: string })[];
}

interface Example {
  status: number;
  answer: unknown;
}

interface Message {
  content: { 'application/json': { example?: unknown; examples?: Record<string, { value: unknown }> } };
}

interface Described {
  operationId: string;
  requestBody?: Message;
  responses: Record<string, Message>;
}

const document: { paths: Record<string, Record<string, Described>> } = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
);

const read = (
  path: string,
  method: string,
  { operationId, requestBody, responses }: Described,
): Operation => {
  const answers = Object.entries(responses).map(([status, { content }]) => ({
    status: Number(status),
    ...content['application/json'],
  }));
  const success = answers.find(({ status }) => status < 300);
  if (!success) throw new Error(`${operationId} documents no 2xx response`);
  return {
    name: operationId,
    method: method.toUpperCase(),
    path,
    body: requestBody?.content['application/json'].example,
    success: { status: success.status, answer: success.example },
    errors: answers.flatMap(({ status, examples = {} }) =>
      Object.entries(examples).map(([name, { value }]) => ({ name, status, answer: value })),
    ),
  };
};

export const operations: Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => read(path, method, described)),
);
