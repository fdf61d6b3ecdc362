/** What `imago.config.ts` imports. */
export {
  blueGreen,
  defineProject,
  days,
  file,
  fleet,
  hours,
  http,
  image,
  minutes,
  packer,
  seconds,
  shell,
} from '@imago/engine';
