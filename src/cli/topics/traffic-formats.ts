import { abilitiesOf } from '../../traffic/decoders/decoder.ts';
import { FORMAT_GUIDE } from '../../traffic/decoders/format-guide.ts';
import { FORMATS } from '../../traffic/decoders/formats.ts';
import { missing } from '../../traffic/report/summarise.ts';
import type { Block } from './block.ts';

/** Every format with what it is, how to get it, and what nobody can learn from it. */
export const trafficFormats: readonly Block[] = [
  'portolan traffic finds the format by itself, by what is in the file and never by its name, and says what it took it for. --input-format ID tells it. Files packed with gzip or zstd are unpacked as they are read. Lines of several formats may stand in one file, as in the syslog of a network. --follow reads logs of lines as they grow; what is marked so cannot be followed.',
  ...FORMATS.flatMap((format): Block[] => {
    const guide = FORMAT_GUIDE.find(({ id }) => id === format.id);
    if (guide === undefined) return [];
    const gaps = missing(abilitiesOf(format));
    const rows: [string, string][] = [
      ['what', guide.from],
      ['get it', guide.get],
      ['cannot tell', gaps.length === 0 ? 'nothing of note' : gaps.join('; ')],
    ];
    if (format.kind === 'stream') rows.push(['follow', 'no: it is read when it is whole']);
    return [{ heading: `${format.id}: ${format.title}` }, { rows }];
  }),
];
