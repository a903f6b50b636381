/** The policy file that the audit of the demonstration was held against. */
export const POLICY_PATH = 'policy.yaml';

export const POLICY_TEXT = `version: 1
scope:
  allow: [192.168.7.0/24]
hosts:
  - name: db-3
    address: 192.168.7.3
    expect:
      - { port: 22/tcp, service: ssh, product: OpenSSH }
      - { port: 80/tcp, service: http }
      - { port: 443/tcp, service: https }
      - { port: 5432/tcp, service: postgresql, checks: { sql.postgresql: not-exposed } }
      - { port: 9100/tcp, service: http }
      - { port: 9187/tcp, service: http }
    waive:
      - { port: 111/tcp, until: 2027-01-31, reason: "the old NFS share goes in January, ticket 4711" }
  - name: web-1
    address: 192.168.7.20
    expect:
      - { port: 22/tcp, service: ssh }
      - { port: 80/tcp, service: http }
      - { port: 443/tcp, service: https }
    waive:
      - { check: ftp.cleartext, port: 21/tcp, until: 2026-12-31, reason: "the printer delivers its scans here, ticket 4702" }
      - { check: audit.unexpected-port, port: 21/tcp, until: 2026-12-31, reason: "the printer delivers its scans here, ticket 4702" }
`;
