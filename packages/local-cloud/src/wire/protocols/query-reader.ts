import type { NormalizedSchema } from '@smithy/core/schema';
import type { FormTree } from './form-tree.ts';
import { scalarReader } from './scalars.ts';
import { structTable } from './struct-table.ts';

type Read = (node: FormTree) => unknown;

/** Which of the two query protocols names the parameters. */
export type QueryFlavour = 'ec2' | 'aws';

const NOTHING: FormTree = { children: new Map() };

/**
 * Compiles how inputs are read from a form in the ec2Query or the awsQuery protocol.
 *
 * EC2 treats an empty string as a parameter that was not sent, except the value of a tag; and a structure that
 * holds nothing else is not there either (Packer sends `IamInstanceProfile.Name=`).
 */
export function queryReader(flavour: QueryFlavour): (schema: NormalizedSchema) => (form: FormTree) => object {
  const ec2 = flavour === 'ec2';
  const members = structTable((name, member) => ({
    name,
    key: queryName(flavour, name, member),
    keepEmpty: !ec2 || name === 'Value',
    struct: ec2 && member.isStructSchema(),
    scalar: !member.isStructSchema() && !member.isListSchema() && !member.isMapSchema(),
    read: reader(member, name),
  }));

  function reader(schema: NormalizedSchema, name: string): Read {
    if (schema.isStructSchema()) return structReader(schema);
    if (schema.isListSchema()) return listReader(schema, name);
    if (schema.isMapSchema()) return mapReader(schema, name);
    const parse = scalarReader(schema, name);
    return (node) => parse(node.text ?? '');
  }

  function structReader(schema: NormalizedSchema): (node: FormTree) => object {
    return (node) => {
      const value: Record<string, unknown> = {};
      for (const member of members(schema)) {
        const child = node.children.get(member.key);
        if (!child || (member.scalar && !member.keepEmpty && !child.text)) continue;
        const read = member.read(child);
        if (member.struct && isEmpty(read)) continue;
        value[member.name] = read;
      }
      return value;
    };
  }

  function listReader(schema: NormalizedSchema, name: string): Read {
    const item = schema.getValueSchema();
    const read = reader(item, name);
    const flat = ec2 || schema.getMergedTraits().xmlFlattened === 1;
    const itemName = item.getMemberTraits().xmlName ?? 'member';
    const dropsEmpty =
      ec2 && name !== 'Values' && !item.isStructSchema() && !item.isListSchema() && !item.isMapSchema();
    return (node) => {
      const list = flat ? node : (node.children.get(itemName) ?? node.children.get('member') ?? NOTHING);
      const items = numbered(list);
      return (dropsEmpty ? items.filter(({ text }) => text) : items).map(read);
    };
  }

  function mapReader(schema: NormalizedSchema, name: string): Read {
    const keyName = schema.getKeySchema().getMemberTraits().xmlName ?? 'key';
    const valueName = schema.getValueSchema().getMemberTraits().xmlName ?? 'value';
    const read = reader(schema.getValueSchema(), name);
    const flat = schema.getMergedTraits().xmlFlattened === 1;
    return (node) => {
      const entries = numbered(flat ? node : (node.children.get('entry') ?? NOTHING));
      return Object.fromEntries(
        entries.map(({ children }) => [
          children.get(keyName)?.text ?? '',
          read(children.get(valueName) ?? NOTHING),
        ]),
      );
    };
  }

  return (schema) => (schema.isStructSchema() ? structReader(schema) : () => ({}));
}

/** The name of a structure's member in a form. */
export function queryName(flavour: QueryFlavour, name: string, member: NormalizedSchema): string {
  const { ec2QueryName, xmlName } = member.getMemberTraits();
  if (flavour === 'aws') return xmlName ?? name;
  return typeof ec2QueryName === 'string' ? ec2QueryName : capitalise(xmlName ?? name);
}

function isEmpty(structure: unknown): boolean {
  return typeof structure === 'object' && structure !== null && Object.keys(structure).length === 0;
}

function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Items of a list in the order of their numbers, which need neither start at 1 nor be without gaps. */
function numbered(list: FormTree): FormTree[] {
  return [...list.children].sort(([a], [b]) => Number(a) - Number(b)).map(([, node]) => node);
}
