import type { LocalCloud } from '../cloud.ts';
import type { NameServerSpec } from '../machines/name-servers.ts';
import { nameServerSpecs } from './names-spec.ts';

/** Keeps the networks' name servers as the hosted zones say. */
export interface NamesController {
  tick(): Promise<void>;
}

/** Makes the controller of name servers. It works a change out once, and looks at every tick whether they run. */
export function createNamesController(cloud: LocalCloud): NamesController {
  const { tables, machines } = cloud;
  let facts: readonly unknown[] | undefined;
  let specs: readonly NameServerSpec[] = [];
  let failure: string | undefined;

  async function serve(): Promise<void> {
    const applied = await Promise.allSettled(specs.map((spec) => machines.nameServers.apply(spec)));
    await machines.nameServers.keep(new Set(specs.map(({ id }) => id)));
    // One that fails holds up no other.
    for (const result of applied) if (result.status === 'rejected') throw result.reason;
  }

  return {
    async tick() {
      const found = [
        ...tables.hostedZones.values(),
        ...tables.vpcs.values(),
        ...Array.from(tables.loadBalancers.values(), ({ address }) => address),
      ];
      if (facts?.length !== found.length || !facts.every((fact, index) => fact === found[index])) {
        specs = nameServerSpecs(cloud);
        facts = found;
      }
      const pending = [...tables.dnsChanges.values()].filter(({ status }) => status === 'PENDING');
      try {
        await serve();
        failure = undefined;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (failure !== reason) cloud.log('name servers failed', { reason });
        failure = reason;
        return;
      }
      for (const { id } of pending) tables.dnsChanges.update(id, { status: 'INSYNC' });
    },
  };
}
