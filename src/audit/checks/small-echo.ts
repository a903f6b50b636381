import { overTcp, overUdp, type SmallService } from '../protocols/small-service.ts';

/** RFC 862. Bytes that no other service would send by chance. */
const ECHO: SmallService<'echo'> = {
  name: 'echo',
  port: 7,
  does: 'sends back what it is sent',
  references: ['rfc862'],
  question: (context) => Buffer.from(`echo-${Buffer.from(context.random(3)).toString('hex')}`),
  isAsked: true,
  enough: 11,
  isAnswer: (answer, question) => Buffer.from(answer).equals(question),
};

export const smallEcho = overTcp(ECHO);
export const smallEchoUdp = overUdp(ECHO);
