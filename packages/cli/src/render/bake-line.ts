import { type BakeEvent, formatDuration } from '@imago/engine';
import { bakeTitles } from './bake-titles.ts';
import { shownLine } from './shown-line.ts';
import { took } from './took.ts';

/** One event of a bake as a person reads it; undefined for what is not worth a line. */
export function bakeLine(event: BakeEvent): string | undefined {
  const say = (text: string): string => `${event.code === 'bake-leftover' ? '' : `${event.recipe}: `}${text}`;
  switch (event.code) {
    case 'bake-started':
      return say(`bake, fingerprint ${event.fingerprint.slice(0, 12)}`);
    case 'bake-reused':
      return say(
        `unchanged: ${event.imageId} has fingerprint ${event.fingerprint.slice(0, 12)}, not baked again`,
      );
    case 'bake-source-found':
      return say(`from ${event.imageId} (${event.name})`);
    case 'bake-step-started':
      return undefined;
    case 'bake-step-finished':
      return say(
        `${bakeTitles[event.step]}${event.detail === undefined ? '' : ` ${event.detail}`}${took(event.duration)}`,
      );
    case 'bake-provisioner-started':
      return say(event.title);
    case 'bake-provisioner-finished':
      return say(`${event.title} done${took(event.duration)}`);
    case 'bake-output':
      return event.text
        .trimEnd()
        .split('\n')
        .map((line) => say(`  | ${shownLine(line)}`))
        .join('\n');
    case 'bake-notice':
      return say(event.message);
    case 'bake-finished':
      return say(`baked ${event.imageId} (${event.name}) in ${formatDuration(event.duration)}`);
    case 'bake-failed':
      // The command ends with the whole of it.
      return say(`failed: ${event.message.split('\n')[0] ?? ''}`);
    case 'bake-kept':
      return say(
        `kept for a look: ${event.resources.join(', ')}${event.login === undefined ? '' : `\n${say(event.login)}`}`,
      );
    case 'bake-cleanup-failed':
      return say(`could not delete ${event.resource}: ${event.message}`);
    case 'bake-leftover':
      return event.removed
        ? `removed ${event.resource}, left behind by ${event.owner}`
        : `could not remove ${event.resource}, left behind by ${event.owner}: ${event.message ?? 'unknown reason'}`;
  }
}
