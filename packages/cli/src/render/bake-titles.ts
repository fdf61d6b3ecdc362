import type { BakeStep } from '@imago/engine';

/** The steps of a bake as people read them. */
export const bakeTitles: Readonly<Record<BakeStep, string>> = {
  prepare: 'temporary key pair and security group',
  launch: 'launch the temporary instance',
  connect: 'connect by ssh',
  provision: 'provision',
  stop: 'stop the instance',
  image: 'make the image',
  cleanup: 'clean up',
};
