const NUMBERS: Readonly<Record<string, number>> = {
  NS: 2,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  SRV: 33,
  SPF: 99,
  CAA: 257,
};

/** The number of a type whose records are served as bytes; undefined for all others. */
export function typeNumber(type: string): number | undefined {
  return NUMBERS[type];
}

/** The bytes of a record, from its value in a zone file. https://www.rfc-editor.org/rfc/rfc1035#section-3.3 */
export function recordData(type: string, value: string): Buffer {
  const fields = value.trim().split(/\s+/);
  switch (type) {
    case 'NS':
    case 'PTR':
      return nameData(value);
    case 'MX':
    case 'SRV':
      return Buffer.concat([...fields.slice(0, -1).map(shortData), nameData(fields.at(-1) ?? '')]);
    case 'SOA':
      return Buffer.concat([
        ...fields.slice(0, 2).map(nameData),
        ...fields.slice(2).map((field) => longData(Number(field))),
      ]);
    case 'TXT':
    case 'SPF':
      return Buffer.concat(
        [...value.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, text = '']) => sized(unescape(text))),
      );
    case 'CAA': {
      const [, flags = '0', tag = '', text = ''] = /^(\d+) (\w+) "(.*)"$/.exec(value.trim()) ?? [];
      return Buffer.concat([Buffer.from([Number(flags)]), sized(Buffer.from(tag)), Buffer.from(text)]);
    }
    default:
      throw new Error(`records of type ${type} are not written as bytes`);
  }
}

function nameData(name: string): Buffer {
  const labels = name.replace(/\.$/, '').split('.').filter(Boolean);
  return Buffer.concat([...labels.map((label) => sized(unescape(label))), Buffer.from([0])]);
}

function shortData(field: string): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(Number(field));
  return bytes;
}

function longData(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** Three octal digits are a byte, anything else after a backslash is itself. */
function unescape(text: string): Buffer {
  const parts = text.matchAll(/\\([0-7]{3})|\\?([^])/gu);
  return Buffer.concat(
    Array.from(parts, ([, octal, character = '']) =>
      octal === undefined ? Buffer.from(character) : Buffer.from([Number.parseInt(octal, 8) & 255]),
    ),
  );
}
