/** A file that is put into the base disk as it is. */
export interface GuestFile {
  /** Absolute, as the machine sees it. */
  readonly path: string;
  readonly content: string;
  readonly executable?: boolean;
}
