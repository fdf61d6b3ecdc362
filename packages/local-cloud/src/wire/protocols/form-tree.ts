/** A decoded form: `A.1.B=x` is the leaf `x` under `A`, `1`, `B`. */
export interface FormTree {
  /** The node's own text, where a parameter ended here. */
  text?: string;
  readonly children: Map<string, FormTree>;
}

/** Deeper than any AWS shape; a request that nests further is nonsense or an attack. */
const MAX_DEPTH = 64;

/** Reads a form body (or a query string of the same form) into a tree. */
export function parseForm(form: string): FormTree {
  const root = emptyNode();
  for (const [key, value] of new URLSearchParams(form)) {
    let node = root;
    for (const part of key.split('.', MAX_DEPTH)) {
      let next = node.children.get(part);
      if (!next) node.children.set(part, (next = emptyNode()));
      node = next;
    }
    node.text = value;
  }
  return root;
}

/** The text of a parameter directly under the root. */
export function formText(tree: FormTree, name: string): string | undefined {
  return tree.children.get(name)?.text;
}

function emptyNode(): FormTree {
  return { children: new Map() };
}
