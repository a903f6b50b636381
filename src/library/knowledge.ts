/**
 * The knowledge base as a library: `import { loadKnowledge } from 'portolan/knowledge'`. It has no dependency, sends
 * nothing anywhere, and runs in Node, Deno, Bun and browsers (there the file of knowledge is fetched from beside it).
 *
 *     const knowledge = await loadKnowledge();
 *     knowledge.registry.lookUp(443, 'tcp').names;          // ['https']
 *     knowledge.dossiersOn(9200, 'tcp')[0]?.shortName;      // 'elasticsearch'
 *     explain(knowledge, '19/udp');                         // the answers of `portolan explain 19/udp`
 *     new PortSearch(knowledge).find('remote desk')[0]?.port // 3389
 */
import { answerQuery, type Answer } from '../knowledge/answer.ts';
import { bytesInMemory } from '../knowledge/artefact.ts';
import { Knowledge } from '../knowledge/knowledge.ts';
import { parseQuery } from '../knowledge/query.ts';

export { answerQuery, MAX_ANSWERS, type Answer, type HistoricProgram } from '../knowledge/answer.ts';
export { ArtefactError, bytesInMemory, type ByteSource } from '../knowledge/artefact.ts';
export type { Claim, Verdict } from '../knowledge/claim.ts';
export type * from '../knowledge/dossier.ts';
export { Knowledge, type PatternInBrief } from '../knowledge/knowledge.ts';
export type * from '../knowledge/pattern.ts';
export type * from '../knowledge/program.ts';
export { parseQuery, QueryError, type AskedPorts, type Query } from '../knowledge/query.ts';
export { portClass } from '../knowledge/registry-entry.ts';
export type { PortClass, RegistryEntry, RegistryRecord, RegistryStatus } from '../knowledge/registry-entry.ts';
export { PortSearch, type Hit } from '../knowledge/search/search.ts';
export type { Source, SourceKind } from '../knowledge/source.ts';
export { formatPortKey, formatPortRange, MAX_PORT, parsePort, parsePortKey, parsePortRange } from '../net/port.ts';
export type { PortKey, PortRange } from '../net/port.ts';
export { isTransport, TRANSPORTS, type Transport } from '../net/transport.ts';

/**
 * Opens the knowledge base that came with the package, or another copy of it: bytes at hand, or the address of a file.
 * Rejects with ArtefactError when the bytes are no knowledge base of this version's layout, and with an Error that names
 * the address when it cannot be read.
 */
export async function loadKnowledge(
  from: Uint8Array | URL = new URL('../knowledge.bin', import.meta.url),
): Promise<Knowledge> {
  return new Knowledge(bytesInMemory(from instanceof URL ? await readAll(from) : from));
}

/**
 * The answers to a question as `portolan explain` understands it: `19/udp`, `6000-6063`, `https`, `netbus`.
 * Throws QueryError, whose message says what to ask instead.
 */
export function explain(knowledge: Knowledge, question: string): Answer[] {
  return answerQuery(knowledge, parseQuery(knowledge, question));
}

async function readAll(address: URL): Promise<Uint8Array> {
  if (address.protocol === 'file:') {
    // Node's fetch does not read files. The name is not a literal, so that bundlers for browsers leave it alone.
    const fileSystem = 'node:fs/promises';
    const { readFile } = (await import(/* @vite-ignore */ fileSystem)) as {
      readFile: (url: URL) => Promise<Uint8Array>;
    };
    return readFile(address);
  }
  let response;
  try {
    response = await fetch(address);
  } catch (error) {
    // Node says no more than "fetch failed".
    throw new Error(`${address.href} cannot be read`, { cause: error });
  }
  if (!response.ok) throw new Error(`${address.href} answers ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
