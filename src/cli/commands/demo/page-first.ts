import { setTimeout } from 'node:timers/promises';

/** As long as a browser takes to open the page and ask for what it shows first, in milliseconds. */
const LEAD_MS = 700;

/** What is not seen at first waits, so that the page is there sooner. */
export function pageFirst(): Promise<void> {
  return setTimeout(LEAD_MS);
}
