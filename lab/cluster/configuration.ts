/** Name of the cluster in its servers' configuration, and so in a store's location. */
export const CLUSTER_NAME = 'lab';

/** One server of the lab's cluster. */
export interface Member {
  /** `s2r1`: the first replica of the second shard. */
  readonly name: string;
  readonly shard: number;
  readonly replica: number;
  readonly folder: string;
  readonly ports: MemberPorts;
}

export interface MemberPorts {
  readonly http: number;
  /** ClickHouse's own protocol: servers ask each other there. */
  readonly native: number;
  /** Replicas fetch parts from each other there. */
  readonly interserver: number;
}

/**
 * The whole configuration of a server. Debian's 18.16 wants `<yandex>`; later versions call it `<clickhouse>`. Without a port of
 * ZooKeeper it is a single server.
 */
export function serverConfiguration(member: Member, members: readonly Member[], zooKeeperPort: number | null): string {
  const { folder, ports } = member;
  return `<?xml version="1.0"?>
<yandex>
  <logger><level>warning</level><log>${folder}/server.log</log><errorlog>${folder}/server.err.log</errorlog><size>50M</size><count>2</count></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${ports.http}</http_port>
  <tcp_port>${ports.native}</tcp_port>
  <interserver_http_port>${ports.interserver}</interserver_http_port>
  <interserver_http_host>127.0.0.1</interserver_http_host>
  <max_connections>256</max_connections><keep_alive_timeout>30</keep_alive_timeout><max_concurrent_queries>100</max_concurrent_queries>
  <uncompressed_cache_size>0</uncompressed_cache_size><mark_cache_size>268435456</mark_cache_size>
  <path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path>
  <user_files_path>${folder}/user_files/</user_files_path><format_schema_path>${folder}/format_schemas/</format_schema_path>
  <users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
  <timezone>UTC</timezone><mlock_executable>false</mlock_executable>
${zooKeeperPort === null ? '' : clusterConfiguration(member, members, zooKeeperPort)}  <compression><case><min_part_size>1000000</min_part_size><min_part_size_ratio>0</min_part_size_ratio><method>zstd</method></case></compression>
</yandex>
`;
}

function clusterConfiguration({ shard, replica }: Member, members: readonly Member[], zooKeeperPort: number): string {
  const shards = [...new Set(members.map((member) => member.shard))].map((number) => {
    const replicas = members
      .filter((member) => member.shard === number)
      .map(({ ports }) => `<replica><host>127.0.0.1</host><port>${ports.native}</port></replica>`);
    return `      <shard><internal_replication>true</internal_replication>${replicas.join('')}</shard>`;
  });
  return `  <remote_servers>
    <${CLUSTER_NAME}>
${shards.join('\n')}
    </${CLUSTER_NAME}>
  </remote_servers>
  <zookeeper><node><host>127.0.0.1</host><port>${zooKeeperPort}</port></node><session_timeout_ms>10000</session_timeout_ms></zookeeper>
  <macros><shard>s${shard}</shard><replica>r${replica}</replica></macros>
  <distributed_ddl><path>/clickhouse/task_queue/ddl</path></distributed_ddl>
`;
}

export const USERS_CONFIGURATION = `<yandex>
  <profiles><default><max_memory_usage>6000000000</max_memory_usage><load_balancing>in_order</load_balancing><log_queries>0</log_queries></default></profiles>
  <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
  <quotas><default></default></quotas>
</yandex>
`;

export function zooKeeperConfiguration(folder: string, port: number): string {
  return `tickTime=1000
dataDir=${folder}/data
clientPort=${port}
clientPortAddress=127.0.0.1
admin.enableServer=false
4lw.commands.whitelist=ruok,mntr
`;
}
