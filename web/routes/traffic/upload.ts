import { signal } from '@preact/signals';
import { API } from '../../api/paths.ts';

/** A file on its way to the server. */
export interface Upload {
  readonly name: string;
  readonly sent: number;
  readonly size: number;
  readonly cancel: () => void;
}

/** The one that is under way; null where none is. */
export const upload = signal<Upload | null>(null);

/**
 * Sends a file's bytes. Resolves with the id of the analysis, or null when it was cancelled; rejects with a sentence.
 * Not by fetch, which does not say how far it is.
 */
export function sendFile(file: File): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const tell = (sent: number): void => {
      upload.value = { name: file.name, sent, size: file.size, cancel: () => request.abort() };
    };
    const end = (act: () => void): void => {
      upload.value = null;
      act();
    };
    request.upload.addEventListener('progress', ({ loaded }) => {
      tell(loaded);
    });
    request.addEventListener('load', () => {
      end(() => {
        const id = idOf(request.responseText);
        if (request.status === 202 && id !== null) resolve(id);
        else reject(new Error(reasonOf(request.responseText) ?? `The server answered with status ${request.status}.`));
      });
    });
    request.addEventListener('error', () => {
      end(() => {
        reject(new Error('The file did not reach the server: it may be too large, or the server is gone.'));
      });
    });
    request.addEventListener('abort', () => {
      end(() => {
        resolve(null);
      });
    });
    request.open('POST', API.analyses);
    request.setRequestHeader('content-type', 'application/octet-stream');
    // A header is ASCII; the server shows the name and never opens it.
    request.setRequestHeader('x-name', encodeURIComponent(file.name));
    tell(0);
    request.send(file);
  });
}

function idOf(text: string): string | null {
  const id: unknown = parsed(text)?.['id'];
  return typeof id === 'string' ? id : null;
}

function reasonOf(text: string): string | null {
  const error: unknown = parsed(text)?.['error'];
  return typeof error === 'string' ? error : null;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}
