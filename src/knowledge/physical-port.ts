/** Connectors, and names that systems give their network interfaces: eth0, enp3s0, wlan0, COM1. */
const CONNECTOR = /^(rj-?(11|45)|8p8c|sc|lc|st|mpo|q?sfp\+?|usb(-[abc])?|com\d+|lpt\d+)$/;
const INTERFACE = /^(eth|eno|ens|enp|enx|em|wlan|wlp|wwan|ppp|tun|tap|br|bond|veth|docker)[0-9a-f][0-9a-fs]*$/;

/**
 * Why a word is no port number although people call the thing a port: it is a socket in a case, or an interface. Null
 * when it is neither. A port of TCP, UDP, SCTP or DCCP is a 16-bit number (RFC 6335); the two only share the word.
 */
export function describePhysicalPort(word: string): string | null {
  const name = word.toLowerCase();
  const kind = CONNECTOR.test(name) ? 'a connector' : INTERFACE.test(name) ? 'a network interface' : null;
  if (kind === null) return null;
  return `"${word}" is ${kind}, a physical port; the ports explained here are the numbers 0 to 65535 of TCP, UDP, SCTP and DCCP`;
}
