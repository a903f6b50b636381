import type { CheckResult, HostResult, PortResult } from '../audit/result.ts';
import type { IdentifiedService } from '../audit/service.ts';
import { textOf } from '../store/text.ts';
import { PROTOCOL_CODES, VANTAGE_CODES, VERDICT_CODES } from './codes.ts';
import { addressColumns, batchesOf, type Row, type UnnumberedBatch } from './row-batches.ts';

/** A host of an audit, as far as the store keeps it. */
export interface AuditedHost extends Pick<HostResult, 'addresses'> {
  readonly ports: readonly AuditedPort[];
}

export interface AuditedPort extends Pick<PortResult, 'transport' | 'port' | 'address' | 'state'> {
  readonly service: Pick<IdentifiedService, 'name' | 'product' | 'version'> | null;
  readonly checks: readonly Pick<CheckResult, 'check' | 'verdict'>[];
}

/** What an audit at a time, in milliseconds since 1970, said: a row for the state of each port, and one for each check of it. */
export function verdictBatches(at: number, hosts: readonly AuditedHost[]): UnnumberedBatch[] {
  return batchesOf('verdicts', rowsOf(at, hosts));
}

function* rowsOf(at: number, hosts: readonly AuditedHost[]): Generator<Row> {
  for (const { addresses, ports } of hosts) {
    const vantages = new Map(addresses.map(({ address, vantage }) => [address, vantage]));
    for (const port of ports) {
      const place = {
        ts: at,
        ...addressColumns('addr', port.address),
        service_text: textOf(serviceOf(port)),
        port: port.port,
        proto: PROTOCOL_CODES[port.transport],
        // A network is asked by broadcast, and not at an address of which the vantage would be known.
        vantage: VANTAGE_CODES[vantages.get(port.address) ?? 'not-known'],
      };
      yield { ...place, check_text: textOf(''), verdict: VERDICT_CODES[port.state] };
      for (const { check, verdict } of port.checks) {
        yield { ...place, check_text: textOf(check), verdict: VERDICT_CODES[verdict] };
      }
    }
  }
}

/** `ssh OpenSSH 9.2p1` */
function serviceOf({ service }: AuditedPort): string {
  return service === null
    ? ''
    : [service.name, service.product, service.version].filter((part) => part !== null).join(' ');
}
