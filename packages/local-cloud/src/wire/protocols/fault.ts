/** An error on its way to the client, whatever the protocol. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Members besides code and message, such as S3's `Key`, as the client shall see them. */
  readonly details: Readonly<Record<string, string>>;
}

/** AWS names who is to blame: errors below 500 are the sender's. */
export function faultType(fault: Fault): 'Sender' | 'Receiver' {
  return fault.status < 500 ? 'Sender' : 'Receiver';
}
