declare module 'dynalite' {
  import type { Server } from 'node:http';
  export type DynaliteOptions = {
    /** LevelDB folder; in memory when left out. */
    readonly path?: string;
    /** How long a new table stays CREATING. */
    readonly createTableMs?: number;
  };
  export default function dynalite(options?: DynaliteOptions): Server;
}
