import type { Endpoint } from '../endpoint.ts';
import type { OpenedNetwork } from '../network/network.ts';
import type { Recognition } from './heard.ts';
import { DATAGRAM_PROTOCOLS } from './protocols/datagrams.ts';

const ANSWER_MS = 1200;
const MAX_QUESTIONS = 4;

/** Asks by datagram what the port is known for; a port of which nothing is known gets the questions of all hosts: DNS, NTP. */
export async function askByDatagram(endpoint: Endpoint, network: OpenedNetwork): Promise<Recognition | null> {
  const hinted = DATAGRAM_PROTOCOLS.filter(({ ports }) => ports.includes(endpoint.port));
  const asked = hinted.length > 0 ? hinted : DATAGRAM_PROTOCOLS.filter(({ isForAnyPort }) => isForAnyPort === true);
  for (const protocol of asked.slice(0, MAX_QUESTIONS)) {
    const sent = protocol.question(network.random(16));
    const { answers, isRefused } = await network.exchange(endpoint, sent, {
      waitMs: ANSWER_MS,
      maxAnswers: 1,
      anyPort: protocol.answersFromAnyPort === true,
      tries: 1,
      reply: null,
    });
    if (isRefused) return null;
    for (const { bytes } of answers) {
      const found = protocol.recognise(bytes, sent);
      if (found !== null) return found;
    }
  }
  return null;
}
