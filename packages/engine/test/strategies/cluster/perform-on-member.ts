import type { ClusterAction } from '@imago/engine';
import type { Luck, Machine, Member } from './world-parts.ts';

/** What is done to one member that is there. */
export type MemberAction = Extract<
  ClusterAction,
  {
    readonly kind:
      | 'prepare-member'
      | 'set-aside-volumes'
      | 'take-back-volumes'
      | 'stop-member'
      | 'detach-volumes'
      | 'terminate-member'
      | 'attach-volumes'
      | 'mark-formatted';
  }
>;

/** Does it at that second, or says why AWS would not; `broken` hears what must never happen. */
export function performOnMember(
  action: MemberAction,
  member: Member,
  { seconds, luck, broken }: { readonly seconds: number; readonly luck: Luck; readonly broken: string[] },
): string | undefined {
  switch (action.kind) {
    case 'prepare-member': {
      member.prepared = true;
      if (member.volume.gone !== true) return undefined;
      const { snapshots, rollout: restoredBy } = action.restored ?? { snapshots: {}, rollout: 0 };
      const { data: snapshot } = snapshots;
      const made = snapshot === undefined ? { formatted: false } : { snapshot, restoredBy, formatted: true };
      const id = `${member.volume.id}-new`;
      const { holder, state, changesAt, since } = member.volume;
      member.volume = { id, holder, state, changesAt, since, ...made };
      return undefined;
    }
    case 'set-aside-volumes': {
      if (member.volume.gone === true || !action.volumes.includes(member.volume.id)) return undefined;
      if (member.volume.holder !== undefined) broken.push(`set aside ${member.volume.id} in use`);
      member.aside.push({ ...member.volume, replacedBy: action.rollout });
      member.volume.gone = true;
      return undefined;
    }
    case 'take-back-volumes': {
      const back = member.aside.find(({ id }) => action.volumes.includes(id));
      if (back === undefined) return undefined;
      if (member.volume.gone !== true) broken.push(`took back ${back.id} beside ${member.volume.id}`);
      member.aside = member.aside.filter((volume) => volume !== back);
      member.volume = back;
      return undefined;
    }
    case 'stop-member': {
      const machine = machineOf(member, action.instance);
      if (machine === undefined || machine.state === 'shutting-down' || machine.state === 'stopped')
        return undefined;
      if (machine.state === 'pending') return `${action.instance} is pending`;
      const changesAt = seconds + (action.force ? 1 : luck.stop);
      const sooner = machine.state === 'stopping' ? Math.min(machine.changesAt, changesAt) : changesAt;
      Object.assign(machine, { state: 'stopping', changesAt: sooner });
      member.upSince = undefined;
      return undefined;
    }
    case 'detach-volumes': {
      const { volume } = member;
      if (volume.holder !== action.instance) return undefined;
      const state = machineOf(member, action.instance)?.state ?? 'terminated';
      if (state !== 'stopped') broken.push(`${seconds}s: detached from ${state} ${action.instance}`);
      if (volume.state !== 'detaching') {
        Object.assign(volume, { state: 'detaching', changesAt: seconds + luck.detach });
      }
      return undefined;
    }
    case 'terminate-member': {
      const machine = machineOf(member, action.instance);
      if (machine === undefined || machine.state === 'shutting-down') return undefined;
      const { volume } = member;
      if (machine.state !== 'stopped' && volume.holder === machine.id) {
        broken.push(`${seconds}s: ended ${machine.state} ${machine.id} with its volume`);
      }
      Object.assign(machine, { state: 'shutting-down', changesAt: seconds + 3 });
      return undefined;
    }
    case 'attach-volumes': {
      const { volume } = member;
      if (volume.holder === action.instance) return undefined;
      if (volume.holder !== undefined) {
        broken.push(`${seconds}s: attached ${volume.id} twice`);
        return `${volume.id} is in use`;
      }
      if (machineOf(member, action.instance)?.state !== 'running') return `${action.instance} does not run`;
      Object.assign(volume, { holder: action.instance, state: 'attaching', changesAt: seconds + 2 });
      return undefined;
    }
    case 'mark-formatted':
      member.volume.formatted = true;
      return undefined;
  }
}

const machineOf = ({ machines }: Member, id: string): Machine | undefined =>
  machines.find((machine) => machine.id === id);
