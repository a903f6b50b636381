import type { Column } from './column-type.ts';

/**
 * The tables of the store, once, for both engines: columns, sort order and partition follow from here. Wide columns stand
 * first, so that each is aligned in a batch whatever its number of rows.
 *
 * Times are milliseconds since 1970, UTC. Addresses are two halves of 64 bits; an IPv4 address is written as its mapped form
 * ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2), so both families sort and compare alike. Text is never in these tables: a column
 * whose name ends in `_text` holds the id of a row of `texts`.
 */
export interface Table {
  readonly name: TableName;
  readonly columns: readonly Column[];
  /** What rows are sorted by where they rest: the questions that cut most stand first. */
  readonly order: readonly string[];
}

export type TableName = 'events' | 'listeners' | 'verdicts' | 'findings';

const events: Table = {
  name: 'events',
  columns: [
    { name: 'ts', type: 'i64', meaning: 'when, in milliseconds since 1970, UTC' },
    { name: 'src_hi', type: 'u64', meaning: 'source address, upper half' },
    { name: 'src_lo', type: 'u64', meaning: 'source address, lower half' },
    { name: 'dst_hi', type: 'u64', meaning: 'destination address, upper half' },
    { name: 'dst_lo', type: 'u64', meaning: 'destination address, lower half' },
    { name: 'bytes', type: 'u64', meaning: 'IP bytes; 0 where the log has none' },
    { name: 'packets', type: 'u32', meaning: 'packets' },
    { name: 'sport', type: 'u16', meaning: 'source port; for ICMP the type' },
    { name: 'dport', type: 'u16', meaning: 'destination port; for ICMP the code' },
    { name: 'sensor', type: 'u16', meaning: 'number of the sensor that saw it' },
    { name: 'proto', type: 'u8', meaning: 'IP protocol number; 255 where the log does not say' },
    { name: 'flags', type: 'u8', meaning: 'TCP flags as in the header; 0 where none were seen' },
    {
      name: 'action',
      type: 'u8',
      meaning: 'what became of it: 0 unknown, 1 allowed, 2 dropped, 3 rejected, 4 answered, 5 refused, 6 unanswered',
    },
  ],
  order: ['dport', 'src_hi', 'src_lo', 'ts'],
};

const listeners: Table = {
  name: 'listeners',
  columns: [
    { name: 'ts', type: 'i64', meaning: 'when the snapshot was taken' },
    { name: 'addr_hi', type: 'u64', meaning: 'address it is bound to, upper half' },
    { name: 'addr_lo', type: 'u64', meaning: 'address it is bound to, lower half' },
    {
      name: 'process_text',
      type: 'u64',
      meaning: 'names of the processes that hold it, sorted; 0 where none may be seen',
    },
    { name: 'unit_text', type: 'u64', meaning: 'container, else systemd unit; 0 where there is none' },
    { name: 'port', type: 'u16', meaning: 'port' },
    { name: 'sensor', type: 'u16', meaning: 'number of the sensor that saw it' },
    { name: 'proto', type: 'u8', meaning: 'IP protocol number' },
    {
      name: 'reach',
      type: 'u8',
      meaning:
        'how far it reaches by its address: 0 loopback, 1 link-local, 2 private, 3 public, 4 every address, 5 unknown, 6 inside another network namespace',
    },
  ],
  order: ['port', 'proto', 'sensor', 'ts'],
};

const verdicts: Table = {
  name: 'verdicts',
  columns: [
    { name: 'ts', type: 'i64', meaning: 'when the audit was made' },
    {
      name: 'addr_hi',
      type: 'u64',
      meaning: 'address that was asked, upper half; 0 where it was a network by broadcast',
    },
    { name: 'addr_lo', type: 'u64', meaning: 'address that was asked, lower half' },
    { name: 'check_text', type: 'u64', meaning: 'id of the check; 0 for the state of the port itself' },
    { name: 'service_text', type: 'u64', meaning: 'service and product that answered; 0 where none was recognised' },
    { name: 'port', type: 'u16', meaning: 'port' },
    { name: 'sensor', type: 'u16', meaning: 'number of the sensor that asked' },
    { name: 'proto', type: 'u8', meaning: 'IP protocol number' },
    {
      name: 'verdict',
      type: 'u8',
      meaning: '0 not applicable, 1 not exposed, 2 inconclusive, 3 exposed, 4 open, 5 closed, 6 filtered, 7 no answer',
    },
    {
      name: 'vantage',
      type: 'u8',
      meaning: 'from where: 0 same address, 1 same host, 2 namespace, 3 same network, 4 routed, 5 not known',
    },
  ],
  order: ['port', 'proto', 'addr_hi', 'addr_lo', 'ts'],
};

const findings: Table = {
  name: 'findings',
  columns: [
    { name: 'ts', type: 'i64', meaning: 'when it was last seen; when it was told, where the log has no times' },
    { name: 'first_ts', type: 'i64', meaning: 'when it was first seen' },
    { name: 'src_hi', type: 'u64', meaning: 'address that it is about, upper half; 0 where it is about none' },
    { name: 'src_lo', type: 'u64', meaning: 'address that it is about, lower half' },
    { name: 'dst_hi', type: 'u64', meaning: 'address on the other end, upper half; 0 where there is none or many' },
    { name: 'dst_lo', type: 'u64', meaning: 'address on the other end, lower half' },
    { name: 'rule_text', type: 'u64', meaning: 'id of the rule or pattern' },
    { name: 'title_text', type: 'u64', meaning: 'what was found, in a sentence' },
    {
      name: 'subject_text',
      type: 'u64',
      meaning:
        'what it is about; rows of the same sensor, lens, rule, subject and first_ts tell one finding, the last of them as it is',
    },
    { name: 'events', type: 'u64', meaning: 'events that show it; for a listener its sockets' },
    { name: 'port', type: 'u16', meaning: 'port; 0 where it is about none or many' },
    { name: 'sensor', type: 'u16', meaning: 'number of the sensor that found it' },
    { name: 'proto', type: 'u8', meaning: 'IP protocol number; 255 where there is none' },
    { name: 'severity', type: 'u8', meaning: '0 info, 1 low, 2 medium, 3 high, 4 critical' },
    { name: 'confidence', type: 'u8', meaning: 'how sure it is: 0 low, 1 medium, 2 high' },
    { name: 'lens', type: 'u8', meaning: 'what found it: 0 sockets, 1 traffic, 2 audit' },
  ],
  order: ['port', 'proto', 'ts'],
};

export const TABLES: Readonly<Record<TableName, Table>> = { events, listeners, verdicts, findings };
