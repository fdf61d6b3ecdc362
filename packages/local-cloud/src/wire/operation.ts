import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema, StaticStructureSchema } from '@smithy/types';

/** The method, path template and success status that an operation is bound to in the restXml protocol. */
export type HttpBinding = readonly [method: string, pathTemplate: string, status: number];

/** One operation of an AWS API, as the SDK's runtime schema describes it. */
export interface Operation {
  /** The API it belongs to, such as `com.amazonaws.ec2`. */
  readonly namespace: string;
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  readonly http: HttpBinding | undefined;
  /** Members of the input that a request must carry. */
  readonly required: readonly string[];
}

/** Any command class of the SDK. */
export type CommandClass = new (input: never) => { readonly schema?: unknown };

/** Reads the schema behind a command class of the SDK. */
export function operationOf(Command: CommandClass): Operation {
  const { schema } = new Command({} as never);
  if (!isOperationSchema(schema)) throw new TypeError(`${Command.name} carries no operation schema`);
  return operationFromSchema(schema);
}

/** Tells the operation schemas among an SDK package's exports. */
export function isOperationSchema(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === 9;
}

/** Describes an operation from its static schema. */
export function operationFromSchema(schema: StaticOperationSchema): Operation {
  const [, namespace, name] = schema;
  const input = NormalizedSchema.of(schema[4]);
  return {
    namespace,
    name,
    input,
    output: NormalizedSchema.of(schema[5]),
    http: NormalizedSchema.of(schema).getOwnTraits().http,
    required: requiredMembers(input),
  };
}

/** The SDK's code generator lists required members first and gives their number in the seventh element. */
function requiredMembers(input: NormalizedSchema): readonly string[] {
  if (!input.isStructSchema()) return [];
  const [, , , , names, , count = 0] = input.getSchema() as StaticStructureSchema;
  return names.slice(0, count);
}
