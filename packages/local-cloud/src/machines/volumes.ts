/** A volume that is to be made. */
export interface NewVolume {
  /** Volume id. */
  readonly id: string;
  readonly sizeGiB: number;
  /** The snapshot whose data it gets; empty without one. */
  readonly snapshot?: string;
}

/** A volume in a machine. */
export interface VolumePlace {
  readonly volume: string;
  /** Instance id. */
  readonly machine: string;
}

/**
 * Volumes: block devices that machines see, with a life of their own. Every call may be repeated, and finishes what
 * an earlier one began.
 */
export interface Volumes {
  create(volume: NewVolume): Promise<void>;
  /** Makes it larger, while a machine uses it too. */
  grow(id: string, sizeGiB: number): Promise<void>;
  delete(id: string): Promise<void>;
  /**
   * Gives it to a machine under a device name such as `/dev/xvdf` (for `/dev/sdf` there is a link to it): at once if
   * the machine runs, and at each boot from now on.
   *
   * @throws when another machine has it.
   */
  attach(place: VolumePlace & { readonly device: string }): Promise<void>;
  /**
   * Takes it away, by force in any case; `busy` while the machine has it mounted, `detaching` while nobody knows why it
   * takes so long.
   */
  detach(place: VolumePlace & { readonly force: boolean }): Promise<'detached' | 'detaching' | 'busy'>;
  /** Copies volumes as they are at one moment; their file systems are held still meanwhile. */
  snapshot(copies: readonly { readonly volume: string; readonly snapshot: string }[]): Promise<void>;
  hasSnapshot(name: string): boolean;
  deleteSnapshot(name: string): Promise<void>;
}
