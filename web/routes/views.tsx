import type { VNode } from 'preact';
import { parsePort } from '../../src/net/port.ts';
import { isTransport } from '../../src/net/transport.ts';
import { NotFound } from './not-found.tsx';
import { AtlasView } from './atlas/view.tsx';
import { AuditView } from './audit/view.tsx';
import { ClaimsView } from './claims/view.tsx';
import { PatternView } from './patterns/pattern.tsx';
import { PatternsView } from './patterns/view.tsx';
import { PortView } from './port/view.tsx';
import { SocketsView } from './sockets/view.tsx';
import { AnalysisView } from './traffic/analysis.tsx';
import { TrafficView } from './traffic/view.tsx';

export interface View {
  readonly name: string;
  readonly path: string;
  /** Leads to it. A mark: digits jump on the atlas. */
  readonly key: string;
  readonly mark: string;
  readonly show: (path: string) => VNode;
}

export const VIEWS: readonly View[] = [
  { name: 'Atlas', path: '/', key: 'a', mark: '▦', show: () => <AtlasView /> },
  { name: 'Sockets', path: '/sockets', key: 'o', mark: '⇄', show: () => <SocketsView /> },
  { name: 'Traffic', path: '/traffic', key: 't', mark: '∿', show: trafficAt },
  { name: 'Audit', path: '/audit', key: 'u', mark: '✓', show: () => <AuditView /> },
  { name: 'Patterns', path: '/patterns', key: 'p', mark: '≈', show: patternsAt },
  { name: 'Claims', path: '/claims', key: 'l', mark: '¶', show: () => <ClaimsView /> },
];

/** The view at a path; what lies nowhere has a view that says so. */
export function viewAt(path: string): View {
  const view = VIEWS.find(({ path: own }) => own === path || (own !== '/' && path.startsWith(`${own}/`)));
  if (view !== undefined) return view;
  return { name: 'Port', path: '', key: '', mark: '', show: portAt };
}

function trafficAt(path: string): VNode {
  const id = /^\/traffic\/([\w-]{1,64})$/.exec(path)?.[1];
  if (id !== undefined) return <AnalysisView key={id} id={id} />;
  return path === '/traffic' ? <TrafficView /> : <NotFound path={path} />;
}

function patternsAt(path: string): VNode {
  const id = /^\/patterns\/([a-z0-9-]{1,64})$/.exec(path)?.[1];
  if (id !== undefined) return <PatternView key={id} id={id} />;
  return path === '/patterns' ? <PatternsView /> : <NotFound path={path} />;
}

function portAt(path: string): VNode {
  const [, number = '', transport = ''] = /^\/port\/(\d+)\/(\w+)$/.exec(path) ?? [];
  const port = parsePort(number);
  if (port === null || !isTransport(transport)) return <NotFound path={path} />;
  return <PortView key={path} port={port} transport={transport} />;
}
