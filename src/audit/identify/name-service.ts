import { printableBytes } from '../conversation/transcript.ts';
import type { IdentifiedService } from '../service.ts';
import type { FingerprintMatch, FingerprintSource } from './fingerprints/fingerprint.ts';
import type { Recognition } from './heard.ts';

const MAX_BECAUSE = 160;
/** What may stand as a version where no fingerprint knows the text. */
const PLAIN_VERSION = /^[vV]?\d[\w.+:~-]{0,40}$/;

/** Puts together what the protocol and the fingerprints tell. Pure. */
export function nameService(
  known: Recognition,
  fingerprints: readonly FingerprintSource[],
  isTls: boolean,
): IdentifiedService {
  const match = firstMatch(known, fingerprints);
  const given = known.texts.find(([kind]) => kind === 'version')?.[1] ?? null;
  const version = match?.version ?? known.version ?? (given !== null && PLAIN_VERSION.test(given) ? given : null);
  const said =
    known.because ?? known.texts.find(([, text]) => text.trim() !== '')?.[1] ?? `it answered as ${known.service} does`;
  const cpe = match?.cpe ?? null;
  return {
    name: known.service,
    product: shown(match?.product ?? known.product ?? null),
    version: shown(version),
    isTls,
    confidence: known.isCertain ? 'certain' : 'likely',
    because: printableBytes(firstLine(said)).slice(0, MAX_BECAUSE),
    ...(match?.os == null ? {} : { os: printableBytes(match.os) }),
    ...(cpe === null
      ? {}
      : {
          cpe:
            version === null
              ? printableBytes(cpe)
              : `${printableBytes(cpe)}:${version.toLowerCase().replace(/[^\w.+-]/g, '')}`,
        }),
  };
}

function firstMatch({ service, texts }: Recognition, sources: readonly FingerprintSource[]): FingerprintMatch | null {
  for (const source of sources) {
    for (const [kind, text] of texts) {
      const match = source.match(service, kind, text);
      if (match !== null) return match;
    }
  }
  return null;
}

function shown(text: string | null): string | null {
  return text === null ? null : printableBytes(text);
}

function firstLine(text: string): string {
  return text.trim().split(/[\r\n]/)[0] ?? '';
}
