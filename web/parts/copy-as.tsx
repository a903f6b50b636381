import type { VNode } from 'preact';
import { announce } from '../state/announce.ts';

/** The same answer in a terminal and over the API: shown, so that it can be read, and copied at a press. */
export function CopyAs({ command, api }: { readonly command: string; readonly api: string }): VNode {
  return (
    <section class="copy-as" aria-label="This view elsewhere">
      <p>
        <span class="quiet">In a terminal</span> <code>{command}</code>{' '}
        <button type="button" onClick={() => void copy(command, 'The command')}>
          Copy as command
        </button>
      </p>
      <p>
        <span class="quiet">As API call</span> <code>GET {api}</code>{' '}
        <button type="button" onClick={() => void copy(callOf(location.origin, api), 'The API call')}>
          Copy as API call
        </button>
      </p>
      <p class="quiet">Set PORTOLAN_TOKEN to what follows #token= in the address that the server printed.</p>
    </section>
  );
}

/** For a POSIX shell. The token is no part of it: what is copied gets into chats and histories. */
export function callOf(origin: string, api: string): string {
  return `curl -sS -H "Authorization: Bearer $PORTOLAN_TOKEN" ${quoted(origin + api)}`;
}

/** Puts text into the clipboard and says so. Browsers lend it to pages on loopback or over TLS only. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} is copied.`);
  } catch {
    announce(`This browser does not let the page copy. Select it by hand: ${text}`);
  }
}

/** A word as a POSIX shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
