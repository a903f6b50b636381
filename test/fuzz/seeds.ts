import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shorter texts are names and messages of the tests. */
const LEAST_LETTERS = 24;
const LITERAL = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/**
 * The samples that the tests of a folder are written with: their longer texts, and all texts of one file as lines. A format
 * that gets a test has seeds.
 */
export function samplesIn(folder: string): Uint8Array[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('test.ts'));
  return files.flatMap((file) => {
    const literals = readFileSync(join(folder, file), 'utf8').match(LITERAL) ?? [];
    const texts = literals.map(unquoted).filter((text) => text.length >= LEAST_LETTERS);
    return [...texts, texts.join('\n')].map((text) => Buffer.from(text, 'latin1'));
  });
}

function unquoted(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/\\([nrt0])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? '\0')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll(/\$\{[^}]*\}/g, '1');
}
