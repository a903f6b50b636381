/** The columns of the batch, as src/traffic/event-batch.ts describes them. */

let times: u32 = 0;
let ends: u32 = 0;
let families: u32 = 0;
let sources: u32 = 0;
let destinations: u32 = 0;
let protocols: u32 = 0;
let sports: u32 = 0;
let dports: u32 = 0;
let flagColumn: u32 = 0;
let packetColumn: u32 = 0;
let byteColumn: u32 = 0;
let packetsBack: u32 = 0;
let bytesBack: u32 = 0;
let outcomes: u32 = 0;
let directions: u32 = 0;
let ttls: u32 = 0;
let windows: u32 = 0;
let ipIds: u32 = 0;
let markColumn: u32 = 0;
let labels: u32 = 0;
let offsets: u32 = 0;
let records: u32 = 0;

/** Where the columns of the batch begin, in the order in which EventBatch declares them. */
export function useColumns(
  time: u32,
  end: u32,
  family: u32,
  source: u32,
  destination: u32,
  protocol: u32,
  sport: u32,
  dport: u32,
  flag: u32,
  packet: u32,
  byte: u32,
  packetBack: u32,
  byteBack: u32,
  outcome: u32,
  direction: u32,
  ttl: u32,
  window: u32,
  ipId: u32,
  mark: u32,
  label: u32,
  offset: u32,
  record: u32,
): void {
  times = time;
  ends = end;
  families = family;
  sources = source;
  destinations = destination;
  protocols = protocol;
  sports = sport;
  dports = dport;
  flagColumn = flag;
  packetColumn = packet;
  byteColumn = byte;
  packetsBack = packetBack;
  bytesBack = byteBack;
  outcomes = outcome;
  directions = direction;
  ttls = ttl;
  windows = window;
  ipIds = ipId;
  markColumn = mark;
  labels = label;
  offsets = offset;
  records = record;
}

// @ts-ignore: decorator
@inline
/** Fills a row with an event that is one packet of IPv4. */
export function fillRow(
  row: u32,
  time: f64,
  source: u32,
  destination: u32,
  protocol: u32,
  sport: u32,
  dport: u32,
  flags: u32,
  length: u32,
  direction: u32,
  ttl: u32,
  window: u32,
  ipId: u32,
  marks: u32,
  label: u32,
  outcome: u32,
  offset: f64,
  record: u32,
): void {
  store<f64>(times + (row << 3), time);
  store<f64>(ends + (row << 3), time);
  store<u8>(families + row, 4);
  store<u32>(sources + (row << 2), source);
  store<u32>(destinations + (row << 2), destination);
  store<u8>(protocols + row, protocol);
  store<u16>(sports + (row << 1), sport);
  store<u16>(dports + (row << 1), dport);
  store<u8>(flagColumn + row, flags);
  store<f64>(packetColumn + (row << 3), 1);
  store<f64>(byteColumn + (row << 3), <f64>length);
  store<f64>(packetsBack + (row << 3), NaN);
  store<f64>(bytesBack + (row << 3), NaN);
  store<u8>(directions + row, direction);
  store<u8>(ttls + row, ttl);
  store<u16>(windows + (row << 1), window);
  store<u16>(ipIds + (row << 1), ipId);
  store<u8>(markColumn + row, marks);
  store<f64>(offsets + (row << 3), offset);
  store<u32>(records + (row << 2), record);
  store<u16>(labels + (row << 1), label);
  store<u8>(outcomes + row, outcome);
}
