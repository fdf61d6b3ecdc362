import { AwsError } from '../../wire/aws-error.ts';

/** One value for each window; nothing where there were no data. */
export type Values = readonly (number | undefined)[];

type Operator = '+' | '-' | '*' | '/' | '^';

/** A metric math expression of numbers, ids of other lines, the four operations, powers and `FILL`. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'id'; readonly name: string }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'fill'; readonly of: Expression; readonly by: Expression | 'REPEAT' };

/** Reads an expression, and refuses what is not computed here by what it is. */
export function parseExpression(text: string): Expression {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z_][A-Za-z0-9_]*|\S/g) ?? [];
  let place = 0;
  const refuse = (problem: string): never => {
    throw new AwsError(
      'ValidationError',
      `The expression "${text}" is not supported: ${problem}. The local cloud computes ids, numbers, + - * / ^, parentheses and FILL.`,
    );
  };
  const take = (token: string): boolean => {
    if (tokens[place] !== token) return false;
    place += 1;
    return true;
  };
  const expect = (token: string): void => {
    if (!take(token)) refuse(`"${token}" is expected instead of "${tokens[place] ?? 'its end'}"`);
  };

  function sum(): Expression {
    let left = product();
    for (;;) {
      const operator = tokens[place];
      if (operator !== '+' && operator !== '-') return left;
      place += 1;
      left = { kind: 'operation', operator, left, right: product() };
    }
  }
  function product(): Expression {
    let left = signed();
    for (;;) {
      const operator = tokens[place];
      if (operator !== '*' && operator !== '/') return left;
      place += 1;
      left = { kind: 'operation', operator, left, right: signed() };
    }
  }
  function signed(): Expression {
    if (!take('-')) return power();
    return { kind: 'operation', operator: '-', left: { kind: 'number', value: 0 }, right: signed() };
  }
  function power(): Expression {
    const left = atom();
    return take('^') ? { kind: 'operation', operator: '^', left, right: signed() } : left;
  }
  function atom(): Expression {
    const token = tokens[place] ?? '';
    place += 1;
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (token === '(') {
      const inner = sum();
      expect(')');
      return inner;
    }
    if (!/^[A-Za-z_]/.test(token))
      return refuse(token === '' ? 'it ends too early' : `"${token}" is not known`);
    if (tokens[place] !== '(') return { kind: 'id', name: token };
    return token === 'FILL' ? fill() : refuse(`the function ${token} is not known`);
  }
  function fill(): Expression {
    expect('(');
    const of = sum();
    expect(',');
    const by = take('REPEAT') ? 'REPEAT' : sum();
    expect(')');
    return { kind: 'fill', of, by };
  }

  const expression = sum();
  if (place < tokens.length) refuse(`"${tokens[place]}" is not expected there`);
  return expression;
}

/** The ids that an expression needs. */
export function idsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'id':
      return [expression.name];
    case 'operation':
      return [...idsIn(expression.left), ...idsIn(expression.right)];
    case 'fill':
      return [...idsIn(expression.of), ...(expression.by === 'REPEAT' ? [] : idsIn(expression.by))];
  }
}

/** Computes an expression window by window; where one side has no value, the result has none. */
export function evaluateExpression(
  expression: Expression,
  valuesOf: (id: string) => Values,
  count: number,
): Values {
  switch (expression.kind) {
    case 'number':
      return Array.from({ length: count }, () => expression.value);
    case 'id':
      return valuesOf(expression.name);
    case 'operation': {
      const left = evaluateExpression(expression.left, valuesOf, count);
      const right = evaluateExpression(expression.right, valuesOf, count);
      return left.map((a, index) => compute(expression.operator, a, right[index]));
    }
    case 'fill':
      return fillGaps(expression, valuesOf, count);
  }
}

function compute(operator: Operator, a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  const value = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '^': a ** b }[operator];
  // Nothing is divided by zero on AWS either: the point is left out.
  return Number.isFinite(value) ? value : undefined;
}

function fillGaps(
  { of, by }: Expression & { readonly kind: 'fill' },
  valuesOf: (id: string) => Values,
  count: number,
): Values {
  const values = evaluateExpression(of, valuesOf, count);
  if (by !== 'REPEAT') {
    const filling = evaluateExpression(by, valuesOf, count);
    return values.map((value, index) => value ?? filling[index]);
  }
  let last: number | undefined;
  return values.map((value) => (last = value ?? last));
}
