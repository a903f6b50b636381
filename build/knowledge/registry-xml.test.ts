import { describe, expect, it } from 'vitest';
import type { RegistryRow } from './registry-row.ts';
import { parseRegistryXml } from './registry-xml.ts';

const document = (inner: string): string => `<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
  <title>Service Name and Transport Protocol Port Number Registry</title>
  <updated>2026-08-17</updated>
  <note>Assigned as <xref type="rfc" data="rfc6335"/> says.</note>
${inner}
</registry>`;

/** The one record of a document that has one. */
function read(record: string, rest = ''): RegistryRow | undefined {
  const { rows } = parseRegistryXml(document(record + rest));
  expect(rows).toHaveLength(1);
  return rows[0];
}

describe("IANA's XML", () => {
  it('gives every fact of a record', () => {
    const row = read(`
      <record date="2010-05-06" updated="2011-07-08">
        <name>example</name>
        <protocol>dccp</protocol>
        <xref type="person" data="Jane_Doe"/>
        <description>An
           example</description>
        <number>6000-6063</number>
        <sc>1145656131</sc>
        <unauthorized>Known unauthorized use</unauthorized>
        <xref type="rfc" data="rfc4340"/>
        <xref type="draft" data="draft-example-00"/>
        <xref type="uri" data="https://example.org/a?b&amp;c"/>
        <note>Of note</note>
      </record>`);
    expect(row).toEqual({
      name: 'example',
      number: '6000-6063',
      transport: 'dccp',
      description: 'An example',
      references: ['rfc4340', 'draft-example-00', 'https://example.org/a?b&c'],
      registered: '2010-05-06',
      modified: '2011-07-08',
      serviceCode: '1145656131',
      unauthorizedUse: 'Known unauthorized use',
      note: 'Of note',
    });
  });

  it('leaves what is not said empty', () => {
    expect(read('<record><description/></record>')).toEqual({
      name: '',
      number: '',
      transport: '',
      description: '',
      references: [],
      registered: '',
      modified: '',
      serviceCode: '',
      unauthorizedUse: '',
      note: '',
    });
  });

  it('keeps the records in their order, and the date of the registry', () => {
    const { updated, rows } = parseRegistryXml(
      document('<record><name>b</name></record><record><name>a</name></record><record><name>b</name></record>'),
    );
    expect(updated).toBe('2026-08-17');
    expect(rows.map(({ name }) => name)).toEqual(['b', 'a', 'b']);
  });

  it('writes a cross-reference inside a note out, which is no reference of the record', () => {
    const row = read(`<record><note>Released by <xref type="rfc" data="rfc9900"/>, see
      <xref type="uri" data="https://example.org"/></note><xref type="rfc" data="rfc4743"/></record>`);
    expect(row?.note).toBe('Released by [RFC9900], see [https://example.org]');
    expect(row?.references).toEqual(['rfc4743']);
  });

  it('reads a line break as a space', () => {
    const row = read('<record><description>whois++<br/><br/> IANA assigned "a &amp; b".</description></record>');
    expect(row?.description).toBe('whois++ IANA assigned "a & b".');
  });

  it('reads the paragraphs of a note', () => {
    const row = read(`<record><note>Defined keys:
      <paragraph>td: as of <xref type="rfc" data="rfc7595"/></paragraph><paragraph>type: any</paragraph></note></record>`);
    expect(row?.note).toBe('Defined keys: td: as of [RFC7595] type: any');
  });

  it('joins several notes and the footnotes that a record points to', () => {
    const row = read(
      '<record><note>First.</note><xref type="note" data="1"/><note>Last.</note></record>',
      '<footnote anchor="1">Only for\n   experiments.</footnote><footnote anchor="2">Not this.</footnote>',
    );
    expect(row?.note).toBe('First. Only for experiments. Last.');
  });

  it('takes people out of notes, and what crediting them leaves behind', () => {
    const noteOf = (note: string): string | undefined => read(`<record><note>${note}</note></record>`)?.note;
    const person = '<xref type="person" data="Jane_Doe"/>';
    expect(noteOf(`De-assigned on 2025-02-13, previously compressnet by ${person}`)).toBe(
      'De-assigned on 2025-02-13, previously compressnet',
    );
    expect(noteOf(`Moved (previous contact was ${person})`)).toBe('Moved');
    expect(noteOf(`Asked for by ${person}, then dropped`)).toBe('Asked for, then dropped');
    expect(noteOf(`Known (${person}) since 1999`)).toBe('Known since 1999');
    expect(noteOf('Defined by the next of kin')).toBe('Defined by the next of kin');
  });

  it('takes mail addresses out, disguised ones as well', () => {
    const row = read(`<record>
      <note>Ask &lt;jane&amp;example.org&gt; or &lt;jane@example.org&gt; first</note>
      <xref type="text">Jane Doe &lt;jane&amp;example.org&gt; 15 June 2009</xref>
      <xref type="text">jane@example.org</xref>
      <xref type="text">ISO/IEC 13818-6</xref>
      <xref type="text">n/a</xref>
      <xref type="text"/>
    </record>`);
    expect(row?.note).toBe('Ask or first');
    expect(row?.references).toEqual(['ISO/IEC 13818-6']);
  });

  it('leaves out assignees and contacts', () => {
    const row = read('<record><assignee><xref type="person" data="Jane_Doe"/></assignee><name>a</name></record>');
    expect(JSON.stringify(row)).not.toContain('Jane');
  });

  it.each([
    ['<registry xmlns="http://www.iana.org/assignments" id="protocol-numbers"/>', /its root element says otherwise/],
    ['<html><body>Not found</body></html>', /its root element says otherwise/],
    ['<registry id="service-names-port-numbers"><updated>soon</updated></registry>', /"soon" is no date/],
    ['<registry id="service-names-port-numbers"><record/></registry>', /"" is no date/],
    ['', /missing root element/],
    ['no markup at all', /missing root element/],
    ['<registry id="service-names-port-numbers"><record></registry>', /tag mismatch: "record" != "registry"/],
    ['<registry id="service-names-port-numbers">&nobody;</registry>', /entity/],
  ])('is refused when it is something else, or damaged: %j', (text, message) => {
    expect(() => parseRegistryXml(text)).toThrow(/not the IANA registry/);
    expect(() => parseRegistryXml(text)).toThrow(message);
  });
});
