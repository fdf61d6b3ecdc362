/** The version of Imago; that of every package of the workspace. */
export const version = '0.1.0';
