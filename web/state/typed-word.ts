import { parsePortRange, type PortRange } from '../../src/net/port.ts';
import { parseIp, parsePrefix } from '../../src/net/prefix.ts';
import { isTransport, type Transport } from '../../src/net/transport.ts';

/** What was typed into the command field, as far as that can be seen from the words alone. */
export type TypedWord =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'ports'; readonly range: PortRange; readonly transport: Transport | null }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'words'; readonly words: string };

/** `443`, `443/udp`, `6000-6063`, `10.0.0.5`, `10.0.0.0/8`, `remote desk`. */
export function readTypedWord(text: string): TypedWord {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  if (words === '') return { kind: 'nothing' };
  const [ports = '', transport = '', ...more] = words
    .toLowerCase()
    .replace(/^:(?=\d)/, '')
    .split('/');
  const range = parsePortRange(ports);
  if (range !== null && more.length === 0 && (transport === '' || isTransport(transport))) {
    return { kind: 'ports', range, transport: isTransport(transport) ? transport : null };
  }
  if (parseIp(words) !== null || parsePrefix(words) !== null) return { kind: 'address', address: words };
  return { kind: 'words', words };
}
