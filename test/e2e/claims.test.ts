import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/knowledge/claim.ts';

/** Every claim of the source documents is shown by the command it names, with the fact in its output. */
const PORTOLAN = fileURLToPath(new URL('../../bin/portolan', import.meta.url));

function portolan(...words: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [PORTOLAN, ...words], { encoding: 'utf8' });
  return stdout + stderr; // that RJ-45 is no port number is said on stderr
}

const { claims } = JSON.parse(portolan('knowledge', 'claims', '--json')) as { claims: Claim[] };
const outputs = new Map<string, string>();

describe('the ledger of claims', () => {
  it('holds the 93 claims of the two documents, each once', () => {
    expect(claims.length).toBe(93);
    const ids = claims.flatMap((claim) => [claim.id, ...claim.alsoKnownAs]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of each what is right, with a source', () => {
    for (const { id, fact, sources } of claims) {
      expect(fact.length, id).toBeGreaterThan(20);
      expect(sources.length, id).toBeGreaterThan(0);
    }
  });

  it('calls nothing wrong without a correction that a reader finds', () => {
    const wrong = claims.filter(({ verdict }) => ['wrong', 'reversed', 'obsolete'].includes(verdict));
    expect(wrong.map(({ id }) => id)).toEqual(expect.arrayContaining(['A9', 'A13', 'B2', 'B29', 'B41']));
  });

  it.each(claims.map((claim) => [claim.id, claim.shownBy, claim] as const))(
    '%s is shown by: portolan %s',
    (_, words, claim) => {
      const output = outputs.get(words) ?? portolan(...words.split(' '));
      outputs.set(words, output);
      expect(output).toContain(claim.finds);
    },
  );
});
