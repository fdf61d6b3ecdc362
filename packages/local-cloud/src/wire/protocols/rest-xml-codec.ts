import { XmlShapeDeserializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { Codec } from './codec.ts';
import { faultType } from './fault.ts';
import { MalformedBody } from './malformed-body.ts';
import { type ReadDocument, restReader } from './rest-request.ts';
import { type Documents, restWriter } from './rest-response.ts';
import { TIMESTAMP } from './scalars.ts';
import { escapeXml, xmlWriter } from './xml-writer.ts';

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** What a restXml service says about itself. */
export interface RestXmlSettings {
  readonly xmlNamespace: string;
  readonly serviceNamespace: string;
}

/** REST with XML bodies. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export function restXmlCodec(settings: RestXmlSettings): Codec {
  const { xmlNamespace } = settings;
  return {
    ...inputAndOutput(settings),
    fault: (fault, requestId) => ({
      status: fault.status,
      headers: { 'content-type': 'text/xml' },
      body: `${PROLOGUE}<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${faultType(fault)}</Type><Code>${escapeXml(fault.code)}</Code><Message>${escapeXml(fault.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    }),
  };
}

/** S3: restXml with errors of its own. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3Codec(settings: RestXmlSettings): Codec {
  return {
    ...inputAndOutput(settings),
    fault: ({ code, message, status, details }, requestId) => {
      const more = Object.entries(details).map(([tag, text]) => `<${tag}>${escapeXml(text)}</${tag}>`);
      return {
        status,
        headers: { 'content-type': 'application/xml' },
        body: `${PROLOGUE}<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${more.join('')}<RequestId>${requestId}</RequestId></Error>`,
      };
    },
  };
}

function inputAndOutput(settings: RestXmlSettings): Pick<Codec, 'decode' | 'encode'> {
  const reader = restReader(xmlReader(settings));
  const writer = restWriter(xmlDocuments(settings));
  return {
    decode: (operation, request) => reader(operation)(request),
    encode: (operation, output) => writer(operation)(output as Readonly<Record<string, unknown>>),
  };
}

function xmlReader(settings: RestXmlSettings): ReadDocument {
  const xml = new XmlShapeDeserializer({
    ...settings,
    timestampFormat: { useTrait: true, default: TIMESTAMP.dateTime },
    httpBindings: true,
  });
  return (schema, body) => {
    try {
      return xml.read(schema, body);
    } catch (error) {
      throw new MalformedBody('not the XML that the action takes', { cause: error });
    }
  };
}

const xmlDocuments = ({ xmlNamespace }: RestXmlSettings): Documents => ({
  contentType: 'application/xml',
  writer: (schema) => {
    const write = xmlWriter(schema);
    const root = rootName(schema);
    const before = `${PROLOGUE}<${root} xmlns="${xmlNamespace}">`;
    return (value) => write(value, before, `</${root}>`);
  },
});

function rootName(schema: NormalizedSchema): string {
  return schema.getMergedTraits().xmlName ?? schema.getName() ?? 'Result';
}
