/** Options of the commands that only need to know which local cloud. */
export interface DataDirFlags {
  readonly dataDir?: string;
}

/** The folder of the local cloud that a command is for. */
export const dataDirFlag: {
  readonly kind: 'parsed';
  readonly parse: (text: string) => string;
  readonly optional: true;
  readonly placeholder: string;
  readonly brief: string;
} = {
  kind: 'parsed',
  parse: String,
  optional: true,
  placeholder: 'DIR',
  brief: 'Folder of the local cloud (default: /var/lib/imago, or IMAGO_LOCAL_DIR)',
};
