export * from '../net/protocol.ts';
