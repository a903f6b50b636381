import type { Rollup } from 'vite';

/** Bytes of script, as gzip sends them, that may be needed before the page is of use. */
export const INITIAL_BUDGET = 120_000;

/** Files of script that the entry loads by itself: it, and what it imports without waiting to be asked. */
export function initialScripts(output: readonly (Rollup.OutputChunk | Rollup.OutputAsset)[]): string[] {
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
  const needed = new Set<string>();
  const visit = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const imported of chunks.get(name)?.imports ?? []) visit(imported);
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) visit(chunk.fileName);
  return [...needed];
}
