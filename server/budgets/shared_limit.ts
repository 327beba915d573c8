/** A limit that holds for all nodes of a cluster together: each tells the others what it counts. */
export interface SharedLimit {
  /** Called with what is counted on this node; undefined for a server that has no others. */
  onCount: ((key: string, amount: number) => void) | undefined;
  /** Counts what happened on another node. */
  countElsewhere(key: string, amount: number): void;
}
