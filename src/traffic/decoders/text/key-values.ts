const MAX_FIELDS = 200;

/** `srcip=192.0.2.1 service="DNS server" proto=17`: the first of each name counts. A quote in a value is `\"`. */
export function keyValues(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const pattern = /(?<![\w-])([\w-]{1,40})=(?:"((?:[^"\\]|\\.){0,2000})"|([^\s"]{0,200}))/g;
  for (let match = pattern.exec(text); match !== null && fields.size < MAX_FIELDS; match = pattern.exec(text)) {
    const [, name = '', quoted, plain] = match;
    if (!fields.has(name)) fields.set(name, quoted ?? plain ?? '');
  }
  return fields;
}
