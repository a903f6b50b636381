import { signal } from '@preact/signals';

const KEY = 'portolan.shortcuts';

/** Whether single keys do something (WCAG 2.1.4: they can be switched off). Stays in this browser. */
export const hasSingleKeys = signal(readSetting() !== 'off');

export function setSingleKeys(on: boolean): void {
  hasSingleKeys.value = on;
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // Where nothing may be kept, it holds until the page is closed.
  }
}

function readSetting(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
