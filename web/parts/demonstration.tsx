import type { VNode } from 'preact';
import { shown } from '../state/shown.ts';

/** The host that is invented; null where the page shows a real one. The server writes it into the page. */
const host = document.querySelector('meta[name="portolan-demonstration"]')?.getAttribute('content') ?? null;

/** Says of a demonstration that it is one, on every view, so that nobody takes its host for their own. */
export function Demonstration(): VNode | null {
  return host === null ? null : <p class="demonstration">Demonstration: host {shown(host)} is invented</p>;
}
