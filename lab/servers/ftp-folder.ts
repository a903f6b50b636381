/** The folder FTP and TFTP servers of the lab hand out. */
export const LAB_FTP = '/srv/ftp';

/**
 * Shell commands that make it: a file to read, and `incoming`, whose mode lets the user of the server write. Times are
 * old, so that any change of them shows.
 */
export function makeFtpFolder(owner: string): string {
  return `mkdir -p ${LAB_FTP}/incoming ${LAB_FTP}/pub
echo 'A file of the lab.' > ${LAB_FTP}/pub/readme.txt
chown ${owner} ${LAB_FTP}/incoming
chmod 733 ${LAB_FTP}/incoming
touch -d 2020-01-01T00:00:00Z ${LAB_FTP}/pub/readme.txt ${LAB_FTP}/pub ${LAB_FTP}/incoming ${LAB_FTP}`;
}
