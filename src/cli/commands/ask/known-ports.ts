import type { ServiceNamer } from '../../../sockets/service.ts';
import type { Answer, AnswerColumn } from '../../../store/ask.ts';
import type { ResultRow } from '../../../store/result-column.ts';

const KNOWN_AS: AnswerColumn = {
  name: 'knownAs',
  kind: 'text',
  meaning: 'what the port is known for; null when for nothing. A name by number, and no proof',
};

/** The answer with what each port is known for beside it. */
export function withKnownPorts(answer: Answer, namer: ServiceNamer): Answer {
  return {
    ...answer,
    parts: answer.parts.map((part) => {
      const place = part.columns.findIndex(({ name }) => name === 'transport');
      if (place === -1) return part;
      return {
        ...part,
        columns: part.columns.toSpliced(place + 1, 0, KNOWN_AS),
        rows: part.rows.map((row) => ({ ...row, knownAs: nameOf(row, namer) })),
      };
    }),
  };
}

function nameOf({ port = null, transport = null }: ResultRow, namer: ServiceNamer): string | null {
  if (typeof port !== 'number' || (transport !== 'tcp' && transport !== 'udp')) return null;
  return namer.nameOf(transport, port)?.name ?? null;
}
