import type { VNode } from 'preact';
import { shown } from '../state/shown.ts';

/** The host that is invented; null where the page shows a real one. The server writes it into the page. */
export const DEMONSTRATED_HOST =
  document.querySelector('meta[name="portolan-demonstration"]')?.getAttribute('content') ?? null;

/** Says of a demonstration that it is one, on every view, so that nobody takes its host for their own. */
export function Demonstration(): VNode | null {
  if (DEMONSTRATED_HOST === null) return null;
  return <p class="demonstration">Demonstration: host {shown(DEMONSTRATED_HOST)} is invented</p>;
}
