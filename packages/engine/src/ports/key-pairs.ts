/** An ssh key pair in OpenSSH's formats. */
export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Makes the keys of temporary instances. */
export interface KeyPairs {
  /** A new ed25519 pair, made on this machine. */
  make(): Promise<KeyPair>;
  /** Saves a private key for a person to log in with, readable by nobody else; answers its path. */
  keep(name: string, privateKey: string): Promise<string>;
}
