import { subjects as allSubjects, eventSchemas } from '@ecommerce/contracts';
import { z } from 'zod';
import { matchingSubjects } from '../arguments.ts';
import type { Terminal } from '../terminal.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** Prints each subject with the fields of its payload and their types. */
export async function subjects(args: string[], { print }: Terminal): Promise<void> {
  const width =
    2 + Math.max(...allSubjects.flatMap((subject) => fieldsOf(subject).map(([path]) => path.length)));
  for (const subject of matchingSubjects(args)) {
    print(subject);
    for (const [path, type] of fieldsOf(subject)) print(`  ${path.padEnd(width)}${type}`);
  }
}

const fieldsOf = (subject: keyof typeof eventSchemas): [string, string][] =>
  // `input` describes the values that publishers may send, such as ids in upper case.
  leaves('', z.toJSONSchema(eventSchemas[subject], { io: 'input' }));

/** Lists all fields of a schema with path and type. */
function leaves(path: string, schema: Schema): [string, string][] {
  if (schema.type === 'array') return leaves(`${path}[]`, schema.items as Schema);
  if (schema.type !== 'object') return [[path, typeOf(schema)]];
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    leaves(path ? `${path}.${name}` : name, field as Schema),
  );
}

function typeOf(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map((one) => typeOf(one as Schema)).join(' or ');
  if (schema.enum) return schema.enum.join(' or ');
  if (schema.pattern?.includes('{24}')) return 'id of 24 hex digits';
  return [schema.type].flat().join(' or ');
}
