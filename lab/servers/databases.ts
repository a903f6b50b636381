import { tcp, type LabServer } from './lab-server.ts';

const POSTGRES = { name: 'postgres', uid: 911, home: '/srv/postgres', shell: '/bin/sh' };
const MYSQL = { name: 'mysql', uid: 912, home: '/srv/mysql' };

function postgresql(
  name: string,
  about: string,
  method: 'trust' | 'scram-sha-256',
  expect: LabServer['expect'],
): LabServer {
  const bin = '/usr/lib/postgresql/15/bin';
  const become = 'setpriv --reuid 911 --regid 911 --clear-groups --';
  return {
    name,
    about,
    packages: ['postgresql-15'],
    // The version is told to those who are let in.
    services: [tcp(5432, 'postgresql', 'PostgreSQL', method === 'trust' ? 'postgresql-15' : null)],
    users: [POSTGRES],
    files: [{ path: '/srv/password', content: 'labpass' }],
    prepare: `mkdir -p /srv/postgres
chown postgres:postgres /srv/postgres
${become} ${bin}/initdb -D /srv/postgres/data -A ${method} --pwfile=/srv/password --no-sync > /dev/null
echo 'host all all all ${method}' >> /srv/postgres/data/pg_hba.conf`,
    start: `${become} ${bin}/postgres -D /srv/postgres/data -c listen_addresses='*' -c unix_socket_directories=/srv/postgres -c fsync=off`,
    saysWhenReady: /ready to accept connections/u,
    readyWithin: 60,
    expect,
  };
}

function mariadb(name: string, about: string, grant: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['mariadb-server', 'mariadb-server-core', 'mariadb-client-core'],
    services: [tcp(3306, 'mysql', 'MariaDB', 'mariadb-server-core')],
    users: [MYSQL],
    files: [{ path: '/srv/grant.sql', content: grant }],
    prepare: `mkdir -p /srv/mysql
chown mysql:mysql /srv/mysql
mariadb-install-db --no-defaults --user=mysql --datadir=/srv/mysql --auth-root-authentication-method=normal --skip-test-db --innodb-log-file-size=4M > /dev/null`,
    start:
      "mariadbd --no-defaults --user=mysql --datadir=/srv/mysql --socket=/srv/mysql/s.sock --port=3306 --bind-address='*' --init-file=/srv/grant.sql --innodb-log-file-size=4M --innodb-buffer-pool-size=16M",
    saysWhenReady: /ready for connections/u,
    readyWithin: 90,
    expect,
  };
}

export const DATABASES = [
  postgresql('postgresql-v', 'lets anybody in as anybody', 'trust', { 'sql.postgresql': 'exposed' }),
  postgresql('postgresql-h', 'asks for a password, by SCRAM', 'scram-sha-256', { 'sql.postgresql': 'not-exposed' }),
  mariadb('mariadb-v', 'lets root in without a password, from everywhere', "CREATE USER root@'%' IDENTIFIED BY '';", {
    'sql.mysql': 'exposed',
  }),
  mariadb(
    'mariadb-h',
    'root has a password',
    "CREATE USER root@'%' IDENTIFIED BY 'labpass';\nALTER USER root@localhost IDENTIFIED BY 'labpass';",
    {
      'sql.mysql': 'not-exposed',
    },
  ),
];
