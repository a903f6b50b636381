import { describe, expect, it } from 'vitest';
import { parseRegistryCsv } from './registry-csv.ts';

const HEADER =
  'Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes';

const read = (...lines: string[]) => parseRegistryCsv([HEADER, ...lines, ''].join('\n'), '2026-08-17');

describe("IANA's CSV", () => {
  it('gives every fact of a record', () => {
    const { updated, rows } = read(
      'example,6000-6063,dccp,An example,[Jane_Doe],[Jane_Doe],2010-05-06,2011-07-08,[RFC4340][RFC6335],1145656131,Known use,Of note',
    );
    expect(updated).toBe('2026-08-17');
    expect(rows).toEqual([
      {
        name: 'example',
        number: '6000-6063',
        transport: 'dccp',
        description: 'An example',
        references: ['rfc4340', 'rfc6335'],
        registered: '2010-05-06',
        modified: '2011-07-08',
        serviceCode: '1145656131',
        unauthorizedUse: 'Known use',
        note: 'Of note',
      },
    ]);
  });

  it('reads quoted fields with commas, quotes and line breaks', () => {
    const { rows } = read('a,1,tcp,"Say ""hello"",\n   world",,,,,,,,');
    expect(rows[0]?.description).toBe('Say "hello", world');
  });

  it('knows a document from a person among the references', () => {
    const { rows } = read(
      'a,1,tcp,,,,,,[Jane_Doe][RFC1][draft-x-00][https://example.org/x][RFC-ietf-ntp-roughtime-19][IESG],,,',
    );
    expect(rows[0]?.references).toEqual(['rfc1', 'draft-x-00', 'https://example.org/x', 'RFC-ietf-ntp-roughtime-19']);
  });

  it('takes people and mail addresses out of the texts', () => {
    const { rows } = read(
      'a,1,tcp,,[Jane_Doe],[Jane_Doe],,,,,,previously compressnet by [Jane_Doe_2] <jane&example.org>',
    );
    expect(rows[0]?.note).toBe('previously compressnet');
    expect(JSON.stringify(rows)).not.toMatch(/Jane|jane/);
  });

  it('may begin with a byte order mark and end lines as Windows does', () => {
    const { rows } = parseRegistryCsv(`\uFEFF${HEADER}\r\nhttp,80,tcp,Web,,,,,,,,\r\n`, '2026-08-17');
    expect(rows[0]).toMatchObject({ name: 'http', number: '80', transport: 'tcp', description: 'Web' });
  });

  it('may lack the columns about people, as the copy without them does', () => {
    const { rows } = parseRegistryCsv(
      'Service Name,Port Number,Transport Protocol,Description,Reference\nhttp,80,tcp,Web,[RFC9110]\n',
      '2026-08-17',
    );
    expect(rows[0]).toMatchObject({ name: 'http', references: ['rfc9110'], note: '' });
  });

  it.each(['Service Name', 'Port Number', 'Transport Protocol', 'Description', 'Reference'])(
    'is refused without the column %s, which is named',
    (column) => {
      const columns = HEADER.split(',').filter((one) => one !== column);
      const csv = `${columns.join(',')}\n${columns.map(() => 'x').join(',')}\n`;
      expect(() => parseRegistryCsv(csv, '2026-08-17')).toThrow(`no column "${column}"`);
    },
  );

  it('is refused when it holds nothing', () => {
    expect(() => parseRegistryCsv('', '2026-08-17')).toThrow(/not the IANA registry/);
    expect(() => parseRegistryCsv(`${HEADER}\n`, '2026-08-17')).toThrow(/not the IANA registry/);
  });
});
