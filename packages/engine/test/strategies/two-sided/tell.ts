import type { Action } from '@imago/engine';
import type { Decision } from '../../../src/strategies/decision.ts';

/** A decision in a few words: what tables compare. */
export function tell(decision: Decision): string {
  switch (decision.kind) {
    case 'act':
      return decision.actions.map(tellAction).join(', ');
    case 'wait': {
      const keys = (decision.checks ?? []).map(({ key }) => key).join(' ');
      return `wait${decision.meant === true ? ' on purpose' : ''} for ${decision.reason}${keys === '' ? '' : `: ${keys}`}`;
    }
    case 'note':
      return decision.notes
        .map((note) => (note.kind === 'step' ? `step ${note.index}` : `${note.key} ${note.result}`))
        .join(', ');
    case 'hold':
      return `hold ${decision.why}`;
    case 'turn-back':
      return `turn back: ${decision.because.kind}`;
    case 'done':
      return 'done';
    case 'stop':
      return `stop: ${decision.reason}`;
  }
}

function tellAction(action: Action): string {
  if (action.kind === 'set-weights') {
    return `weights ${action.weights.map(({ release, weight }) => `${release}=${weight}`).join(' ')}`;
  }
  if (action.kind === 'set-test-traffic') return `test-traffic ${action.releases.join(' ') || 'none'}`;
  if (action.kind === 'set-capacity') return `capacity ${action.release}=${action.capacity.desired}`;
  if (action.kind === 'prepare-side') return `prepare-side ${action.release}=${action.capacity.desired}`;
  if (action.kind === 'set-template') return `template ${action.release}=${action.template}`;
  return 'release' in action ? `${action.kind} ${action.release}` : action.kind;
}
