/** An answer of a web server in a test. */
export function httpAnswer(status: number, body: unknown, headers = ''): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return `HTTP/1.1 ${status} X\r\n${headers}Content-Length: ${text.length}\r\n\r\n${text}`;
}
