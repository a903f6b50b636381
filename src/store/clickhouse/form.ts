/**
 * How a store stands in ClickHouse: on a cluster, each table is a local one on every server, replicated within its shard, and a
 * Distributed one over them; on a single server it is the table itself.
 */
export class Form {
  readonly database: string;
  readonly cluster: string | null;

  /** Both names are of letters, digits and `_` (`location.ts`): they stand in statements as they are. */
  constructor(database: string, cluster: string | null) {
    for (const name of [database, cluster ?? 'none']) {
      if (!/^\w+$/.test(name)) throw new RangeError(`${name} is no name of a database or cluster`);
    }
    this.database = database;
    this.cluster = cluster;
  }

  get isCluster(): boolean {
    return this.cluster !== null;
  }

  /** For statements that make or change tables: to be run on every server. */
  get onCluster(): string {
    return this.cluster === null ? '' : ` ON CLUSTER ${this.cluster}`;
  }

  /** A table with its database. */
  table(name: string): string {
    return `${this.database}.${name}`;
  }

  /** The name, without database, of what a server itself has of a table. */
  local(name: string): string {
    return this.cluster === null ? name : `${name}_local`;
  }

  /** `system.parts` of one replica of every shard. */
  get parts(): string {
    return this.cluster === null ? 'system.parts' : `cluster(${this.cluster}, system, parts)`;
  }

  /** A local table of one replica of every shard. */
  everywhere(name: string): string {
    return this.cluster === null ? this.table(name) : `cluster(${this.cluster}, ${this.database}, ${name})`;
  }

  /**
   * An engine of the MergeTree family: `Replacing` with its version, or plain. `each` shard has its own rows, or `all` servers the same
   * ones, which they then answer alone.
   */
  engine(name: string, scope: 'each' | 'all', kind = '', version = ''): string {
    if (this.cluster === null) return `${kind}MergeTree(${version})`;
    const [shard, replica] = scope === 'each' ? ['{shard}', '{replica}'] : ['all', '{shard}-{replica}'];
    const path = `/clickhouse/tables/${this.database}/${shard}/${name}`;
    return `Replicated${kind}MergeTree('${path}', '${replica}'${version === '' ? '' : `, ${version}`})`;
  }

  /**
   * How long a replicated table knows a block again: 5000 blocks or a week. Without it a batch that is sent again after an hour's trouble would
   * be there twice where the ledger has nothing of it.
   */
  get window(): string {
    return this.cluster === null
      ? ''
      : ' SETTINGS replicated_deduplication_window = 5000, replicated_deduplication_window_seconds = 604800';
  }
}
