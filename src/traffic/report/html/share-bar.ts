import { formatCount, percent } from '../../words.ts';
import type { TrafficSummary } from '../traffic-report.ts';
import { markup, type Content, type Markup } from '../../../html/markup.ts';

interface Part {
  readonly id: 'harmless' | 'explained' | 'strays' | 'ordinary' | 'unexplained';
  readonly name: string;
  readonly events: number;
  readonly says: Content;
}

/** How much of it all is understood: a bar whose parts have a pattern each, and the same in numbers. */
export function shareBar(summary: TrafficSummary): Markup {
  const { events } = summary;
  const parts = partsOf(summary);
  let place = 0;
  const pieces = parts.map(({ id, events: count }) => {
    const width = (100 * count) / events;
    const x = `${place.toFixed(3)}%`;
    place += width;
    return fill(id, x, `${width.toFixed(3)}%`);
  });
  const words = parts.map(({ name, events: count }) => `${name} ${percent(count, events)}`).join(', ');
  const rows = parts.map(
    ({ id, name, events: count, says }) =>
      markup`<tr><th scope="row"><svg class="swatch" aria-hidden="true">${fill(id, '0', '100%')}</svg>${name}</th><td class="number" data-label="Share">${percent(count, events)}</td><td class="number" data-label="Events">${formatCount(count)}</td><td data-label="What it is">${says}</td></tr>`,
  );
  return markup`<svg width="0" height="0" aria-hidden="true"><defs>
<pattern id="p-explained" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern>
<pattern id="p-strays" width="7" height="7" patternUnits="userSpaceOnUse"><circle class="dot" cx="3.5" cy="3.5" r="1.3"/></pattern>
<pattern id="p-ordinary" width="7" height="7" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 3.5H7"/></pattern>
<pattern id="p-unexplained" width="7" height="7" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 0V7M0 0H7"/></pattern>
</defs></svg>
<svg class="share" role="img" aria-label="${words}">${pieces}</svg>
<table class="stack"><thead><tr><th scope="col">Part</th><th scope="col" class="number">Share</th><th scope="col" class="number">Events</th><th scope="col">What it is</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function partsOf({ harmless, explained, strays, ordinary, unexplained, unexplainedPorts }: TrafficSummary): Part[] {
  const ports = unexplainedPorts.map(({ port }) => port);
  const parts: Part[] = [
    { id: 'harmless', name: 'harmless', events: harmless, says: 'noise that means no harm, see the noise budget' },
    { id: 'explained', name: 'explained', events: explained, says: 'by the findings below' },
    {
      id: 'strays',
      name: 'single knocks',
      events: strays,
      says: 'of strangers, refused or silent: the noise every address gets',
    },
    {
      id: 'ordinary',
      name: 'ordinary',
      events: ordinary,
      says: 'conversations, let through or answered, that nothing speaks against',
    },
    {
      id: 'unexplained',
      name: 'not explained',
      events: unexplained,
      says:
        ports.length === 0 ? 'no pattern fits' : `no pattern fits; among the ports: ${[...new Set(ports)].join(', ')}`,
    },
  ];
  return parts.filter(({ events }) => events > 0);
}

function fill(id: Part['id'], x: string, width: string): Markup {
  const plain = markup`<rect class="fill-${id}" x="${x}" width="${width}" height="100%"/>`;
  return id === 'harmless'
    ? plain
    : markup`${plain}<rect fill="url(#p-${id})" x="${x}" width="${width}" height="100%"/>`;
}
