import { isIPv4, isIPv6 } from 'node:net';
import { readDomainName } from './domain-name.ts';

/** Says what is wrong with a value of a type, or nothing. */
type Check = (value: string) => string | undefined;

/** One quoted string or several: at most 255 characters each, quotation marks and backslashes escaped. */
const STRINGS = /^"(?:[^"\\]|\\.){0,255}"(?:\s+"(?:[^"\\]|\\.){0,255}")*$/s;

const isName = (text: string | undefined): boolean =>
  text !== undefined && readDomainName(text) !== undefined;
const isShort = (text: string | undefined): boolean => /^\d{1,5}$/.test(text ?? '') && Number(text) <= 65_535;

const nameCheck =
  (type: string): Check =>
  (value) =>
    isName(value) ? undefined : `${type}RDATAIllegalName (Value is not a valid domain name)`;

/** A number for each field but the last, which is a name. */
const fieldsCheck =
  (type: string, form: string, count: number): Check =>
  (value) => {
    const fields = value.trim().split(/\s+/);
    const isRight = fields.length === count && fields.slice(0, -1).every(isShort) && isName(fields.at(-1));
    return isRight ? undefined : `${type}RDATANotValid (Value must be ${form})`;
  };

const stringsCheck: Check = (value) => {
  if (STRINGS.test(value.trim())) return undefined;
  return value.startsWith('"')
    ? 'CharacterStringTooLong (Value is too long)'
    : 'InvalidCharacterString (Value should be enclosed in quotation marks)';
};

const CHECKS: Readonly<Record<string, Check>> = {
  A: (value) => (isIPv4(value) ? undefined : 'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)'),
  AAAA: (value) =>
    isIPv6(value) ? undefined : 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)',
  CNAME: nameCheck('CNAMER'),
  NS: nameCheck('NSR'),
  PTR: nameCheck('PTRR'),
  MX: fieldsCheck('MXR', '[priority] [mail server host name]', 2),
  SRV: fieldsCheck('SRVR', '[priority] [weight] [port] [server host name]', 4),
  TXT: stringsCheck,
  SPF: stringsCheck,
  SOA: (value) =>
    /^\S+\s+\S+(?:\s+\d+){5}$/.test(value) ? undefined : 'SOARRDATANotValid (Value must have seven fields)',
  CAA: (value) =>
    /^\d{1,3} [a-z0-9]+ "[^"]*"$/i.test(value)
      ? undefined
      : 'CAARRDATANotValid (Value must be [flags] [tag] "[value]")',
};

/** The types of records that are served. */
export const recordTypes: readonly string[] = Object.keys(CHECKS);

/** What is wrong with the values of a record set, in Route 53's words. */
export function valueProblems(type: string, values: readonly string[]): readonly string[] {
  const problems = values.flatMap((value) => {
    const problem = CHECKS[type]?.(value);
    return problem === undefined
      ? []
      : [`Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`];
  });
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  return repeated === undefined ? problems : [...problems, `Duplicate Resource Record: '${repeated}'`];
}
