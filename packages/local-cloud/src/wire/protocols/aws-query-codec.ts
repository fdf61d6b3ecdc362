import type { Codec } from './codec.ts';
import { compiled } from './compiled.ts';
import { faultType } from './fault.ts';
import { requestForm } from './request-form.ts';
import { queryReader } from './query-reader.ts';
import { escapeXml, xmlWriter } from './xml-writer.ts';

const HEADERS = { 'content-type': 'text/xml' };

/** The form protocol of Auto Scaling, ELB, IAM and STS. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function awsQueryCodec(xmlNamespace: string): Codec {
  const read = queryReader('aws');
  const reader = compiled(({ input }) => read(input));
  const writer = compiled(({ output }) => xmlWriter(output));
  return {
    decode: (operation, request) => reader(operation)(requestForm(request)),
    encode: (operation, output, requestId) => {
      const { name } = operation;
      const hasResult = operation.output.isStructSchema();
      const before = `<${name}Response xmlns="${xmlNamespace}">${hasResult ? `<${name}Result>` : ''}`;
      const behind = `${hasResult ? `</${name}Result>` : ''}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
      return { status: 200, headers: HEADERS, body: writer(operation)(output, before, behind) };
    },
    fault: (fault, requestId) => ({
      status: fault.status,
      headers: HEADERS,
      body: `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${faultType(fault)}</Type><Code>${escapeXml(fault.code)}</Code><Message>${escapeXml(fault.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    }),
  };
}
