import { MARK, OUTCOME, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL } from '../../../net/protocol.ts';
import type { AddressText } from './address-text.ts';
import type { OpenConnection } from './open-connections.ts';
import { countText } from './session-end.ts';

/** The five values that name a session, as a firewall writes them. */
export interface SessionTuple {
  readonly source: string | undefined;
  readonly destination: string | undefined;
  readonly sport: string | undefined;
  readonly dport: string | undefined;
  /** IP protocol number. */
  readonly protocol: number;
  /** Type and code of ICMP, where they are said. */
  readonly icmp?: readonly [number, number] | null;
}

/** The session at the line that is being read; null where its values are none. */
export function sessionOf(
  tuple: SessionTuple,
  time: number,
  direction: number,
  address: AddressText,
  batch: EventBatch,
): OpenConnection | null {
  if (!address.readText(tuple.source ?? '')) return null;
  const { family, value: source } = address;
  if (!address.readText(tuple.destination ?? '') || address.family !== family) return null;
  const { protocol, icmp } = tuple;
  if (!(protocol <= PROTOCOL.unknown)) return null;
  let [sport, dport, marks] = [0, 0, 0];
  if (hasPorts(protocol)) {
    sport = countText(tuple.sport);
    dport = countText(tuple.dport);
    if (!(sport <= 65_535 && dport <= 65_535)) return null;
    marks = MARK.ports;
  } else if (icmp !== undefined && icmp !== null) {
    [sport, dport] = icmp;
    marks = MARK.ports;
  }
  return {
    time,
    family,
    source,
    destination: address.value,
    protocol,
    sport,
    dport,
    marks,
    direction,
    outcome: OUTCOME.allowed,
    offset: batch.nextOffset,
    record: batch.nextRecord,
  };
}
