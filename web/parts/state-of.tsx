import type { ComponentChildren, VNode } from 'preact';
import type { ApiError } from '../api/client.ts';
import type { Resource } from '../api/resource.ts';
import { shown } from '../state/shown.ts';
import { Command } from './command.tsx';

/** What a view shows until its answer is there, and where there is none. */
export function StateOf<Document>({
  resource,
  what,
  children,
}: {
  readonly resource: Resource<Document>;
  /** `the sockets of this machine` */
  readonly what: string;
  readonly children: (data: Document) => ComponentChildren;
}): VNode {
  if (resource.data !== null) return <>{children(resource.data)}</>;
  if (resource.error !== null) return <Failure error={resource.error} what={what} retry={resource.reload} />;
  return (
    <p class="waiting" role="status">
      Reading {what} …
    </p>
  );
}

export function Failure({
  error,
  what,
  retry,
}: {
  readonly error: ApiError;
  readonly what: string;
  readonly retry?: () => void;
}): VNode {
  return (
    <div class="notice" role="alert">
      <p>
        <strong>Cannot show {what}.</strong> {shown(error.message)}
      </p>
      {error.next !== null && <p>{shown(error.next)}</p>}
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Nothing to show: says why, and teaches one command. */
export function Empty({
  children,
  command,
}: {
  readonly children: ComponentChildren;
  readonly command: string;
}): VNode {
  return (
    <div class="notice">
      <p>{children}</p>
      <Command text={command} />
    </div>
  );
}
