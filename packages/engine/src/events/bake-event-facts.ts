import type { BakeEvent } from './bake-events.ts';
import type { FactsOf } from './event-facts.ts';

const recipe = "The recipe's name: several may bake at once.";
const step = '`prepare`, `launch`, `connect`, `provision`, `stop`, `image` or `cleanup`.';
const index = 'Place of the provisioner in its recipe, from 0.';
const title = 'Such as `shell deploy/setup.sh`.';
const fingerprint = 'Hash of everything that goes into the image.';

/** The events of bakes. */
export const bakeEventFacts: FactsOf<BakeEvent> = {
  'bake-started': {
    when: 'No image has the fingerprint: a bake begins.',
    level: 'info',
    payload: { recipe, fingerprint, provisioners: 'How many there are.' },
  },
  'bake-reused': {
    when: 'An image with the fingerprint exists: nothing is to be done.',
    level: 'info',
    payload: { recipe, fingerprint, imageId: 'The image.' },
  },
  'bake-source-found': {
    when: 'The image to start from is known.',
    level: 'info',
    payload: { recipe, imageId: 'The source image.', name: 'Its name.' },
  },
  'bake-step-started': {
    when: 'A step begins.',
    level: 'debug',
    payload: { recipe, step, detail: 'Such as the instance.' },
  },
  'bake-step-finished': {
    when: 'A step is done.',
    level: 'info',
    payload: { recipe, step, duration: 'How long it took.', detail: 'Such as the instance.' },
  },
  'bake-provisioner-started': {
    when: 'A provisioner begins.',
    level: 'info',
    payload: { recipe, index, title },
  },
  'bake-provisioner-finished': {
    when: 'A provisioner is done.',
    level: 'info',
    payload: { recipe, index, title, duration: 'How long it took.' },
  },
  'bake-output': {
    when: 'A provisioner wrote whole lines.',
    level: 'debug',
    payload: { recipe, index, stream: '`stdout` or `stderr`.', text: 'The lines, secrets masked.' },
  },
  'bake-notice': {
    when: 'There is something to know that stops nothing.',
    level: 'warning',
    payload: { recipe, message: 'One sentence for people.' },
  },
  'bake-finished': {
    when: 'The image is there.',
    level: 'info',
    payload: {
      recipe,
      fingerprint,
      imageId: 'The new image.',
      name: 'Its name.',
      duration: 'How long it took.',
    },
  },
  'bake-failed': {
    when: 'A bake is given up, after its clean-up.',
    level: 'error',
    payload: { recipe, errorCode: 'Code of the error.', message: 'One sentence for people.' },
  },
  'bake-kept': {
    when: 'What a failed bake made was asked to be kept.',
    level: 'warning',
    payload: { recipe, resources: 'What stays.', login: 'An ssh command.' },
  },
  'bake-cleanup-failed': {
    when: 'Something temporary could not be deleted; the next run tries again.',
    level: 'warning',
    payload: { recipe, resource: 'What it is.', message: 'Why.' },
  },
  'bake-leftover': {
    when: 'Something was found that a run which is gone left behind.',
    level: 'warning',
    payload: {
      resource: 'What it is.',
      owner: 'Whose it was.',
      removed: 'Whether it could be removed.',
      message: 'Why not.',
    },
  },
};
