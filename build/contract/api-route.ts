import type { FailureStatus } from '../../src/server/http/answer.ts';
import type { ApiSchemaName } from './api-schema-list.ts';

/** Who may ask: the owner of the store always may, over its Unix socket. The page may what readers may. */
export type Who = 'anybody' | 'sensor' | 'reader' | 'page';

/** A value in the address, or in a field of the head of the request. */
export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  /** JSON Schema of the value. */
  readonly schema: object;
  readonly isRequired: boolean;
}

export interface ApiBody {
  readonly description: string;
  /** By media type; null for bytes. */
  readonly content: Readonly<Record<string, object | null>>;
}

/** What comes back where nothing is wrong. */
export interface ApiAnswer {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  /** Schema of a JSON answer; `media` for anything else, null for none. */
  readonly schema: ApiSchemaName | null;
  readonly media?: 'text/plain' | 'text/html' | 'text/event-stream' | 'application/json';
  /** Data of the events of a stream, by their names. */
  readonly events?: Readonly<Record<string, ApiSchemaName>>;
}

/** One route of the HTTP API. */
export interface ApiRoute {
  readonly method: 'get' | 'post' | 'delete';
  /** As OpenAPI writes it: `/api/v1/ask/{name}`. */
  readonly path: string;
  /** Unique: what a program that is generated calls it. */
  readonly id: string;
  readonly tag: 'Ports' | 'This machine' | 'Traffic' | 'Audit' | 'Store' | 'Server';
  readonly summary: string;
  readonly description?: string;
  readonly who: Who;
  readonly parameters?: readonly ApiParameter[];
  readonly body?: ApiBody;
  readonly answer: ApiAnswer;
  /** Statuses of what is refused, each with why; 401, 403 and 500 come by themselves. */
  readonly errors?: Readonly<Partial<Record<FailureStatus, string>>>;
  /** Schema of the body of those, where it is not `error-answer`. */
  readonly errorSchema?: ApiSchemaName;
}
