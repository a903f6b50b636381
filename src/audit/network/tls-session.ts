import type { TLSSocket } from 'node:tls';
import type { TlsSession } from '../conversation/conversation.ts';

export function describeTls(tls: TLSSocket): TlsSession {
  const certificate = tls.getPeerCertificate();
  const subject: unknown = certificate.subject?.CN;
  const ends = Date.parse(certificate.valid_to ?? '');
  return {
    protocol: tls.getProtocol() ?? 'unknown',
    cipher: tls.getCipher()?.name ?? 'unknown',
    notAfter: Number.isNaN(ends) ? null : new Date(ends).toISOString(),
    subject: typeof subject === 'string' ? subject : null,
  };
}
