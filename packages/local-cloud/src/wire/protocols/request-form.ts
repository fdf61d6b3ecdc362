import { type FormTree, parseForm } from './form-tree.ts';
import type { WireRequest } from '../message.ts';

const forms = new WeakMap<WireRequest, FormTree>();

/** The request's parameters: the form in its body, or its query string where there is no body. Parsed once. */
export function requestForm(request: WireRequest): FormTree {
  let form = forms.get(request);
  if (!form) {
    form = parseForm(request.body.length > 0 ? request.body.toString() : request.search);
    forms.set(request, form);
  }
  return form;
}
