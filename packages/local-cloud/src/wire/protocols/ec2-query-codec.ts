import type { Codec } from './codec.ts';
import { compiled } from './compiled.ts';
import { requestForm } from './request-form.ts';
import { queryReader } from './query-reader.ts';
import { escapeXml, xmlWriter } from './xml-writer.ts';

const HEADERS = { 'content-type': 'text/xml;charset=UTF-8' };
const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** EC2's own protocol: a form in, XML out. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export function ec2QueryCodec(xmlNamespace: string): Codec {
  const read = queryReader('ec2');
  const reader = compiled(({ input }) => read(input));
  const writer = compiled(({ output }) => xmlWriter(output));
  return {
    decode: (operation, request) => reader(operation)(requestForm(request)),
    encode: (operation, output, requestId) => {
      const root = `${operation.name}Response`;
      const before = `${PROLOGUE}<${root} xmlns="${xmlNamespace}/"><requestId>${requestId}</requestId>`;
      // An action with no output of its own still says that it went well.
      const nothing = operation.output.isUnitSchema() ? '<return>true</return>' : '';
      return {
        status: 200,
        headers: HEADERS,
        body: writer(operation)(output, before, `${nothing}</${root}>`),
      };
    },
    fault: ({ code, message, status }, requestId) => ({
      status,
      headers: HEADERS,
      body: `${PROLOGUE}<Response><Errors><Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    }),
  };
}
