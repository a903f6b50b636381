/** What may be done to a port before anything is known of it. */
export type Caution =
  | 'ask'
  /** Only what it says by itself is heard: controllers have stopped working at unexpected bytes. */
  | 'listen'
  /** Nothing is sent to it, and it is not connected to again after the scan: a printer prints what it is sent. */
  | 'leave';

/** Raw printing (JetDirect and its like), and LPD (RFC 1179). IPP, 631, is HTTP and may be asked. */
const PRINTERS = (port: number): boolean => port === 515 || (port >= 9100 && port <= 9107);

/** S7 and X.400, Modbus, DNP3, EtherNet/IP, IEC 60870-5-104, BACnet, Niagara Fox, OPC UA. */
const INDUSTRIAL: readonly number[] = [102, 502, 1911, 2404, 4840, 20_000, 44_818, 47_808];

export function cautionOf(port: number, mayAskIndustrial: boolean): Caution {
  if (PRINTERS(port)) return 'leave';
  return INDUSTRIAL.includes(port) && !mayAskIndustrial ? 'listen' : 'ask';
}
