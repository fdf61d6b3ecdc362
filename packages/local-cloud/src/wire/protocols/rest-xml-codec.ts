import type { Codec } from './codec.ts';
import { faultType } from './fault.ts';
import { restXmlReader } from './rest-xml-request.ts';
import { restXmlWriter } from './rest-xml-response.ts';
import { escapeXml } from './xml-writer.ts';

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
  const reader = restXmlReader(settings);
  const writer = restXmlWriter(settings.xmlNamespace);
  return {
    decode: (operation, request) => reader(operation)(request),
    encode: (operation, output) => writer(operation)(output as Readonly<Record<string, unknown>>),
  };
}
