const PRODUCTS: readonly (readonly [string, RegExp])[] = [
  ['Postfix', /\bpostfix\b/i],
  ['Exim', /\bexim\b/i],
  ['OpenSMTPD', /\bopensmtpd\b/i],
  ['Sendmail', /\bsendmail\b/i],
  ['Microsoft Exchange', /\bmicrosoft e?smtp mail service\b/i],
  ['Dovecot', /\bdovecot\b/i],
  ['Cyrus', /\bcyrus\b/i],
  ['Courier', /\bcourier\b/i],
];

/** The product that a mail server's greeting names; null where it names none known. */
export function mailProduct(greeting: string): string | null {
  return PRODUCTS.find(([, pattern]) => pattern.test(greeting))?.[0] ?? null;
}
