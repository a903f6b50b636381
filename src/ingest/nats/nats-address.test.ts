import { describe, expect, it } from 'vitest';
import { parseNatsAddress } from './nats-address.ts';

describe('the address of a NATS server', () => {
  it('is user, host and port, with TLS beyond this machine', () => {
    expect(parseNatsAddress('tls://gate@broker')).toEqual({
      ...{ server: 'tls://broker:4222', user: 'gate', isSecure: true },
    });
    expect(parseNatsAddress('nats://gate@[::1]:4223')).toEqual({
      ...{ server: 'nats://[::1]:4223', user: 'gate', isSecure: false },
    });
    expect(parseNatsAddress('nats://gate@10.0.0.1', true).isSecure).toBe(false);
    expect(() => parseNatsAddress('nats://gate@10.0.0.1')).toThrow('in the open');
  });

  it('has no password in it, and does not repeat one', () => {
    expect(() => parseNatsAddress('tls://gate:hush@broker')).toThrow(/^(?!.*hush).*the password comes from a file/);
  });

  it.each(['nats://', 'tls:broker', 'https://gate@broker', 'tls://broker', 'tls://gate@broker/path', 'tls://%'])(
    'is not %s',
    (text) => {
      expect(() => parseNatsAddress(text)).toThrow(/tls:\/\/gate@broker:4222/);
    },
  );
});
