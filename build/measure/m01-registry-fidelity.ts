import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseRegistryFacts } from '../knowledge/registry-facts.ts';
import { changedRecords, differencesFrom, scan, type Fact } from '../knowledge/registry-witness.ts';
import { share, skipped, type Figure, type Measure } from './figure.ts';
import { besideCheckout, builtKnowledge, REGISTRY_FACTS } from './ground.ts';

const XML = 'data/iana/service-names-port-numbers.2026-08-17.nopeople.xml.gz';

/** Whether IANA's registry arrived whole and unchanged, by a scanner that shares nothing with the importer. */
export const registryFidelity: Measure = {
  id: 'M1',
  title: "fidelity to IANA's registry",
  run() {
    const { rows } = parseRegistryFacts(readFileSync(REGISTRY_FACTS, 'utf8'));
    const xml = besideCheckout(XML);
    if (xml !== null) {
      const { facts } = scan(gunzipSync(readFileSync(xml)).toString('utf8'));
      const changed = changedRecords(rows, facts);
      return [
        share(
          "records of IANA's XML that stand in the file of facts unchanged",
          facts.length - changed.length,
          facts.length,
          {
            list: changed,
          },
        ),
        ...inKnowledge(facts, "IANA's XML"),
      ];
    }
    return [
      skipped("records of IANA's XML that stand in the file of facts unchanged", `../shared/${XML} is not there`),
      // Weaker: it shows that nothing was lost between the file of facts and what is shipped, not that the file is right.
      ...inKnowledge(rows, 'the file of facts (no XML at hand)'),
    ];
  },
};

function inKnowledge(facts: readonly Fact[], witness: string): Figure[] {
  const knowledge = builtKnowledge();
  const { compared, differences } = differencesFrom(knowledge, facts);
  const named = facts.filter(({ name, number }) => name !== '' && number !== '');
  const lost = named.filter(({ name, number, transport }) => {
    const [first = '', last = first] = number.split('-');
    // A few rows hold for every transport; TCP stands for them.
    const asked = transport === 'udp' || transport === 'sctp' || transport === 'dccp' ? transport : 'tcp';
    for (let port = Number(first); port <= Number(last); port++) {
      if (!knowledge.registry.lookUp(port, asked).names.includes(name)) return true;
    }
    return false;
  });
  return [
    share(
      `named and numbered records of ${witness} that a look-up of each of their ports gives`,
      named.length - lost.length,
      named.length,
      {
        list: lost.map(({ name, number, transport }) => `${number}/${transport} ${name}`),
      },
    ),
    share(
      `look-ups that give class, status, names and descriptions as in ${witness}`,
      compared - differences.length,
      compared,
      {
        list: differences,
      },
    ),
  ];
}
