/** Where the certificate of a server and its key lie, and both in one file. */
export const CERTIFICATE = '/srv/certificate.pem';
export const CERTIFICATE_KEY = '/srv/key.pem';
export const CERTIFICATE_WITH_KEY = '/srv/both.pem';

/** Shell commands that make them, self-signed, anew at every start. They need the package openssl. */
export const MAKE_CERTIFICATE = `openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=lab.example -days 30 -keyout ${CERTIFICATE_KEY} -out ${CERTIFICATE} 2> /dev/null
cat ${CERTIFICATE_KEY} ${CERTIFICATE} > ${CERTIFICATE_WITH_KEY}`;
