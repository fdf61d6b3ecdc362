import type { Operation } from '../operation.ts';

/** Compiles something per operation at its first use and keeps it. */
export function compiled<Form>(compile: (operation: Operation) => Form): (operation: Operation) => Form {
  const forms = new WeakMap<Operation, Form>();
  return (operation) => {
    let form = forms.get(operation);
    if (form === undefined) {
      form = compile(operation);
      forms.set(operation, form);
    }
    return form;
  };
}
