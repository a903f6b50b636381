import { createHash } from 'node:crypto';
import type { StaticFile, StaticFiles } from '../server/page/static-files.ts';

const START = '/index.html';
/** By this the page knows that it shows a demonstration; `web/parts/demonstration.tsx` reads it. */
const MARK = 'portolan-demonstration';

/** The same page, which says that its host is invented. */
export function markAsDemonstration(files: StaticFiles, host: string): StaticFiles {
  const start = files.get(START);
  if (start === undefined) return files;
  const text = new TextDecoder().decode(start.bytes);
  return new Map([
    ...files,
    [START, withText(start, text.replace('</head>', `<meta name="${MARK}" content="${host}" /></head>`))],
  ]);
}

function withText(file: StaticFile, text: string): StaticFile {
  const bytes = new TextEncoder().encode(text);
  return { ...file, bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"` };
}
