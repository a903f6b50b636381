/** Settings of this network namespace that decide how soon its client ports run out. Null: the kernel does not show it. */
export interface EphemeralSettings {
  /** net.ipv4.tcp_tw_reuse: 0 never, 1 to every destination, 2 on loopback only, the default since Linux 4.19. */
  readonly reuseTimeWait: number | null;
  /** net.ipv4.tcp_timestamps: without them nothing in TIME-WAIT is reused (tcp_twsk_unique in net/ipv4/tcp_ipv4.c). */
  readonly timestamps: number | null;
  /** net.ipv4.tcp_max_tw_buckets: above it the kernel forgets TIME-WAIT early. */
  readonly maxTimeWait: number | null;
  /** The network namespace that all figures are of, as /proc/self/ns/net names it. */
  readonly namespace: string | null;
}

/** How long a closed connection keeps its port: TCP_TIMEWAIT_LEN in include/net/tcp.h, which no setting changes. */
export const TIME_WAIT_SECONDS = 60;
