import { certain } from '../heard.ts';
import { ascii, bytesOf, type Protocol } from '../protocol.ts';

/** AMQP 0-9-1 section 4.2.2: the header; it is answered with Connection.Start, or with the header the server speaks. */
export const AMQP: Protocol = {
  service: 'amqp',
  ports: [5672, 5671],
  question: () => ascii('AMQP\0\0\x09\x01'),
  recognise: ({ bytes, text, asked }) => {
    if (asked !== 'amqp') return null;
    if (bytes.length === 8 && text.startsWith('AMQP'))
      return { ...certain('amqp'), because: 'it answered with its header' };
    const isStart = /^\x01\0\0[\s\S]{4}\0\x0a\0\x0a\0\x09/.test(text);
    return isStart ? { ...certain('amqp', ['answer', text]), because: 'it began a connection of AMQP 0-9-1' } : null;
  },
};

/** MQTT 3.1.1 sections 3.1, 3.2: CONNECT with a clean session, and a name nobody has; CONNACK ends it for us. */
export const MQTT: Protocol = {
  service: 'mqtt',
  ports: [1883, 8883],
  question: (random) => {
    const id = ascii(`portolan${Buffer.from(random.subarray(0, 6)).toString('hex')}`);
    return Uint8Array.from([0x10, 12 + id.length, ...bytesOf('0004 4d515454 04 02 000a 00'), id.length, ...id]);
  },
  recognise: ({ bytes, asked }) => {
    const isAnswer =
      asked === 'mqtt' && bytes[0] === 0x20 && bytes[1] === 2 && (bytes[2] ?? 9) <= 1 && (bytes[3] ?? 9) <= 5;
    if (!isAnswer) return null;
    const code = bytes[3] ?? 0;
    return { ...certain('mqtt'), because: `it answered CONNECT with code ${code}` };
  },
  // A convention of brokers: their version is a retained message.
  askMore: async (conversation, known) => {
    const topic = ascii('$SYS/broker/version');
    await conversation.send(Uint8Array.from([0x82, 5 + topic.length, 0, 1, 0, topic.length, ...topic, 0]));
    let text = '';
    for (let round = 0; round < 2 && !text.includes(ascii('$SYS/').toString()); round++) {
      const more = await conversation.readSome(512, 300);
      if (more === null) break;
      text += Buffer.from(more).toString('latin1');
    }
    await conversation.send(bytesOf('e000'));
    const version = /\$SYS\/broker\/version([\x20-\x7e]{1,80})/.exec(text)?.[1];
    return version === undefined ? known : { ...known, texts: [['version', version]] };
  },
};
