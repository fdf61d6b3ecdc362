/** Where the local cloud keeps its data unless told otherwise; `IMAGO_LOCAL_DIR` overrides it. */
export function defaultDataDir(): string {
  return process.env['IMAGO_LOCAL_DIR'] ?? '/var/lib/imago';
}

/** Where base images are kept, for all local clouds of a host; `IMAGO_CACHE_DIR` overrides it. */
export function defaultCacheDir(): string {
  return process.env['IMAGO_CACHE_DIR'] ?? '/var/cache/imago';
}

/** The port of the endpoint on 127.0.0.1. */
export const defaultPort = 4510;

/** The addresses of the default VPC. */
export const defaultNetwork = '10.213.0.0/16';

/** The region that the local cloud says it is. */
export const defaultRegion = 'us-east-1';
