export * from './aws/clients.ts';
export * from './aws/fleet-cloud.ts';
export * from './clock.ts';
export * from './probe/http-prober.ts';
export * from './state/s3-state-store.ts';
export * from './state/state-bucket.ts';
export * from './state/system-identity.ts';
