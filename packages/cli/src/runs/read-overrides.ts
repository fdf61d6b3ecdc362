import { type GateOverride, ImagoError } from '@imago/engine';
import type { OverrideFlags } from '../commands/parameters.ts';

/** The gates that a person lets pass; nobody does so without a reason. */
export function readOverrides({ overrideGate = [], reason }: OverrideFlags): readonly GateOverride[] {
  const [first] = overrideGate;
  if (reason === undefined && first !== undefined) {
    throw new ImagoError({
      code: 'no-reason',
      source: 'user',
      message: `no reason is given for overriding ${first}`,
      fix: `write --override-gate ${first} --reason 'why it may pass'`,
    });
  }
  if (reason !== undefined && first === undefined) {
    throw new ImagoError({
      code: 'no-gate',
      source: 'user',
      message: '--reason belongs to a gate, and none is named',
      fix: 'write --override-gate NAME',
    });
  }
  return overrideGate.map((gate) => ({ gate, reason: reason ?? '' }));
}
