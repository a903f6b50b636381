import type { StoreContent } from './store-facts.ts';

/** What `/healthz` of `portolan serve` says to its owner, as far as a doctor needs it; null for anything else. */
export function readHealth(
  body: string,
): { readonly problems: readonly string[]; readonly content: StoreContent | null } | null {
  let health: unknown;
  try {
    health = JSON.parse(body);
  } catch {
    return null;
  }
  const problems = field(health, 'problems');
  const store = field(health, 'store');
  if (!Array.isArray(problems) || store === undefined) return null;
  const sensors = field(health, 'sensors');
  return {
    problems: problems.map(String),
    content:
      store === null
        ? null
        : {
            rows: numberOf(field(store, 'rows')) ?? 0,
            ledgerRows: numberOf(field(store, 'ledgerRows')),
            bytes: numberOf(field(store, 'bytes')) ?? 0,
            oldestDay: null,
            newestDay: null,
            sensors: (Array.isArray(sensors) ? sensors : []).map((sensor) => ({
              number: numberOf(field(sensor, 'number')) ?? 0,
              name: String(field(sensor, 'name')),
              secondsAgo: numberOf(field(sensor, 'secondsSinceBatch')),
            })),
          },
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
