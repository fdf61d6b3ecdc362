/** A request that cannot be read at all: each service has its own error for it. */
export class MalformedBody extends Error {}
