import { roleWords } from '../../words.ts';
import type { TrafficSummary } from '../traffic-report.ts';
import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';

const MAX_LIMITS = 40;

/** What the report does not know, and what this page leaves out of it. */
export function limitsPart({ roles, cannotTell, limits }: TrafficSummary, cuts: readonly string[]): Markup {
  const role = Object.entries(roles).sort(([, a], [, b]) => b - a)[0]?.[0];
  const judged =
    role === undefined
      ? null
      : role === 'told'
        ? markup`<p>Which end is yours was told by <code>--own</code>.</p>`
        : markup`<p>Which end is yours was judged by ${roleWords(role)}; <code>--own</code> says it for certain.</p>`;
  return markup`${judged}
<p>Times are in UTC, or as the log has them where it names no zone.</p>
${list('What these formats cannot tell', cannotTell)}
${list('Limits that were reached', limits)}
${list('Left out of this page, but not of --json', cuts)}
<p>A port's number says what a service is registered for or commonly is, not what answered there.</p>`;
}

function list(title: string, all: readonly string[]): Content {
  if (all.length === 0) return null;
  const told = all.slice(0, MAX_LIMITS).map((text) => cut(text, 300));
  if (all.length > MAX_LIMITS) told.push(`and ${all.length - MAX_LIMITS} more`);
  return markup`<h3>${title}</h3><ul>${told.map((text) => markup`<li>${text}</li>`)}</ul>`;
}
