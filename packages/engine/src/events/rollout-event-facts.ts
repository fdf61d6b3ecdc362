import type { FactsOf } from './event-facts.ts';
import { rehearsalEventFacts } from './rehearsal-event-facts.ts';
import type { RolloutEvent } from './rollout-events.ts';

const rolloutNumber = 'Number of the rollout in its environment.';
const sentence = 'One sentence for people.';
const testMoment = '`before`, `during` or `after`.';

/** The events of rollouts. */
export const rolloutEventFacts: FactsOf<RolloutEvent> = {
  'rollout-started': {
    when: 'A deploy, rollback, heal, restore or destroy has the lock and its journal is begun.',
    level: 'info',
    payload: {
      number: rolloutNumber,
      kind: '`deploy`, `rollback`, `heal`, `restore` or `destroy`.',
      to: 'The release that it moves to.',
      from: 'The release that is live.',
    },
  },
  'rollout-recovered': {
    when: 'A rollout that another process left is gone on with: resumed, or put right.',
    level: 'warning',
    payload: { number: rolloutNumber, summary: 'What was found, and what is done about it.' },
  },
  'lock-taken-over': {
    when: 'The lock of a process that is gone, or whose lease ran out, was taken.',
    level: 'warning',
    payload: { from: 'Who held it: `user@host`.', why: sentence },
  },
  'action-started': {
    when: 'An action is journalled and about to be performed.',
    level: 'debug',
    payload: { action: 'The action as the journal has it.', summary: sentence },
  },
  'action-finished': {
    when: 'The cloud has taken an action.',
    level: 'info',
    payload: {
      action: 'The action as the journal has it.',
      summary: sentence,
      ms: 'Milliseconds that it took.',
    },
  },
  retrying: {
    when: 'The cloud throttled or failed; the same is tried again.',
    level: 'debug',
    payload: { message: 'What the cloud said.' },
  },
  observed: {
    when: 'After every look at the cloud.',
    level: 'debug',
    payload: {
      observed: 'Load balancer, sides, groups, instances and weights at that moment.',
      traffic: "What users' requests, sampled, saw since the weights last changed.",
      totals: 'What the prober counted since the start.',
      testTraffic: 'What requests to single sides saw, by side; apart from those above.',
    },
  },
  'cluster-observed': {
    when: 'After every look at the cloud, in a rollout of a cluster.',
    level: 'debug',
    payload: {
      observed: 'Members with their instances, network interfaces and volumes at that moment.',
      health: 'What the cluster last said of itself: members, leader, quorum.',
    },
  },
  'address-lost': {
    when: 'A member of a cluster that was destroyed has another address than before, which was not free.',
    level: 'warning',
    payload: {
      member: 'Its name.',
      address: 'What it has.',
      before: 'What it had: its data, and its peers, may know it by that.',
    },
  },
  waiting: {
    when: 'Nothing is to be done until something comes about; told once for each reason.',
    level: 'debug',
    payload: { reason: sentence, until: 'ISO 8601, where the time is known.' },
  },
  'weights-shifted': {
    when: 'The listener shares requests in a new way.',
    level: 'info',
    payload: { weights: 'Each side with its share, 0 to 100.' },
  },
  'probe-sample': {
    when: 'The prober has an answer, or none.',
    level: 'debug',
    payload: { sample: 'When, status or error, milliseconds.' },
  },
  'step-passed': {
    when: 'A step of a canary or a checkpoint of a rolling rollout is behind us.',
    level: 'info',
    payload: { index: 'From 0.', title: 'The step in words.' },
  },
  'check-sampled': {
    when: 'A gate or hook was asked once.',
    level: 'debug',
    payload: {
      key: 'Stage and name.',
      name: 'As the config names it.',
      ok: 'Whether that answer counts as success.',
      detail: sentence,
      value: 'What was measured.',
    },
  },
  'check-ended': {
    when: 'A gate or hook has passed, failed or was overridden; or a test was overridden.',
    level: 'info',
    payload: {
      key: 'Stage and name.',
      name: 'As the config names it.',
      result: '`passed`, `failed` or `overridden`.',
      detail: 'The last answer, or the reason of whoever overrode it.',
    },
  },
  'test-started': {
    when: "A test of the user's own begins.",
    level: 'info',
    payload: { name: 'As the config names it.', moment: testMoment },
  },
  'test-passed': {
    when: 'A test has ended as it should; one that runs `during` a rollout when it was asked to end.',
    level: 'info',
    payload: {
      name: 'As the config names it.',
      moment: testMoment,
      detail: 'What was found, in one line.',
      ms: 'Milliseconds that it took.',
    },
  },
  'test-failed': {
    when: 'A test has failed, or took too long.',
    level: 'error',
    payload: {
      name: 'As the config names it.',
      moment: testMoment,
      detail: 'Why, in one line.',
      output: 'The last lines that it wrote.',
      ms: 'Milliseconds that it took.',
    },
  },
  'order-heard': {
    when: 'A person said pause, promote, resume, abort or override, and the rollout obeys.',
    level: 'info',
    payload: { order: 'Kind, who, when and why.' },
  },
  'rollout-held': {
    when: 'The process ends on purpose: a person says how it goes on.',
    level: 'warning',
    payload: { number: rolloutNumber, why: '`paused`, `step`, `approval` or `failed`.', reason: sentence },
  },
  'turned-back': {
    when: 'The rollout gives up and goes back to where it began.',
    level: 'error',
    payload: { because: 'The kind of reason, with its facts.', reason: sentence },
  },
  'rollout-ended': {
    when: 'The journal is closed.',
    level: 'info',
    payload: {
      number: rolloutNumber,
      end: 'How and when it ended, why, and how many sampled requests failed.',
    },
  },
  ...rehearsalEventFacts,
};
