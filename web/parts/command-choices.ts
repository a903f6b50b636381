import type { SearchDocument } from '../api/documents.ts';
import { formatPortRange } from '../../src/net/port.ts';
import { isTransport } from '../../src/net/transport.ts';
import type { TypedWord } from '../state/typed-word.ts';

/** A place that a typed word may lead to. */
export interface Choice {
  readonly name: string;
  readonly why: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Where the word may lead, the likeliest first. */
export function choicesOf(word: TypedWord, hits: SearchDocument['hits']): Choice[] {
  switch (word.kind) {
    case 'nothing':
      return [];
    case 'ports': {
      const { range, transport } = word;
      if (range.from !== range.to) {
        const ports = formatPortRange(range);
        return [{ name: `Ports ${ports}`, why: 'narrow the atlas to them', path: '/', query: { ports } }];
      }
      const transports = transport === null ? ['tcp', 'udp'] : [transport];
      return transports.map((one) => ({
        name: `${range.from}/${one}`,
        why: 'what it is, and who holds it here',
        path: `/port/${range.from}/${one}`,
      }));
    }
    case 'address': {
      const query = { q: word.address };
      return [
        {
          name: `Sockets with ${word.address}`,
          why: 'on this machine, now',
          path: '/sockets',
          query: { ...query, show: 'all' },
        },
        { name: `Traffic of ${word.address}`, why: 'findings in your logs', path: '/traffic', query },
      ];
    }
    case 'words':
      return [
        ...hits.flatMap(({ keys, port, transport, name, title, why }) => {
          const first = keys[0] ?? `${port}/${transport}`;
          const [number = '', over = ''] = first.split('/');
          if (!isTransport(over)) return [];
          const path = `/port/${number.split('-')[0] ?? number}/${over}`;
          return [{ name: `${first} ${name}`, why: `${title ?? ''} · ${why}`, path }];
        }),
        {
          name: `Sockets with “${word.words}”`,
          why: 'process, user, address or service',
          path: '/sockets',
          query: { q: word.words, show: 'all' },
        },
      ];
  }
}
