import { callFunction, FunctionError } from './functions.ts';
import type { FunctionScope, Value } from './functions.ts';
import { parseTemplate } from './parse-template.ts';
import type { Command, Operand, Pipeline } from './parse-template.ts';

/** A text, or the name of a value that is known only while the image is baked (`Path`, `SourceAMI`). */
export type EvaluatedPart = string | { readonly field: string };

/** Works out a text with `{{ … }}`; the fields in `laterFields` stay open. Throws TemplateSyntaxError or FunctionError. */
export function evaluateTemplate(
  source: string,
  scope: FunctionScope,
  laterFields: readonly string[],
): readonly EvaluatedPart[] {
  const parts: EvaluatedPart[] = [];
  for (const node of parseTemplate(source)) {
    const part = node.kind === 'text' ? node.text : evaluateAction(node.pipeline, scope, laterFields);
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

/** As `evaluateTemplate`, with nothing left open. */
export function evaluateText(source: string, scope: FunctionScope): string {
  return plainText(evaluateTemplate(source, scope, []));
}

/** The text of parts of which none is open. */
export function plainText(parts: readonly EvaluatedPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : '')).join('');
}

function evaluateAction(
  pipeline: Pipeline,
  scope: FunctionScope,
  laterFields: readonly string[],
): EvaluatedPart {
  const [command, ...more] = pipeline;
  if (more.length === 0 && command?.kind === 'operand' && command.operand.kind === 'field') {
    const { name } = command.operand;
    if (laterFields.includes(name)) return { field: name };
  }
  return String(evaluatePipeline(pipeline, scope, laterFields));
}

function evaluatePipeline(pipeline: Pipeline, scope: FunctionScope, laterFields: readonly string[]): Value {
  let result: Value | undefined;
  for (const command of pipeline) result = evaluateCommand(command, result, scope, laterFields);
  return result ?? '';
}

function evaluateCommand(
  command: Command,
  piped: Value | undefined,
  scope: FunctionScope,
  laterFields: readonly string[],
): Value {
  if (command.kind === 'operand') {
    if (piped !== undefined) throw new FunctionError('a value cannot be piped into what is no function');
    return evaluateOperand(command.operand, scope, laterFields);
  }
  const args = command.operands.map((operand) => evaluateOperand(operand, scope, laterFields));
  return callFunction(command.name, piped === undefined ? args : [...args, piped], scope);
}

function evaluateOperand(operand: Operand, scope: FunctionScope, laterFields: readonly string[]): Value {
  if (operand.kind === 'literal') return operand.value;
  if (operand.kind === 'pipeline') return evaluatePipeline(operand.pipeline, scope, laterFields);
  throw new FunctionError(
    laterFields.includes(operand.name)
      ? `{{.${operand.name}}} cannot be given to a function`
      : `{{.${operand.name}}} is not known here`,
  );
}
