/** Texts of which a part must not be stored, and that part. */
export const SECRETS: readonly (readonly [text: string, secret: string])[] = [
  ['Authorization: Bearer mF_9.B5f-4.1JqM', 'mF_9.B5f-4.1JqM'],
  ['authorization: bearer 9f86d081884c7d659a2feaa0c55ad015', '9f86d081884c7d659a2feaa0c55ad015'],
  ['Bearer secrettoken1', 'secrettoken1'],
  ['BEARER ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['Bearer 12345678', '12345678'],
  ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'dXNlcjpwYXNzd29yZA'],
  ['basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ'],
  ['Basic YTpiYw==', 'YTpiYw'],
  ['mail from ada.lovelace+news@example.co.uk.', 'ada.lovelace+news@example.co.uk'],
  ['wang@163.com signed in', 'wang@163.com'],
  ['x@a.museum and y@b.company, z@c.services', 'y@b.company'],
  ['z@c.services', 'z@c.services'],
  ['paid by 4111 1111 1111 1111 yesterday', '4111 1111 1111 1111'],
  ['card=4111111111111111', '4111111111111111'],
  ['5500-0055-5555-5559', '5500-0055-5555-5559'],
  ['2221 0000 0000 0009', '2221 0000 0000 0009'],
  ['amex 371449635398431', '371449635398431'],
  ['amex 3714 496353 98431', '3714 496353 98431'],
];

/** Texts that must be stored as they are. */
export const HARMLESS: readonly string[] = [
  'added express@4.18.2 and left-pad@1.3.0-rc.1',
  'Started user@1000.service',
  'getty@tty1.service: Succeeded',
  'image app@sha256:1f9c2d',
  'basic authentication failed',
  'Basic Authentication is disabled',
  'basic security settings',
  'bearer authentication failed',
  'Bearer Authentication required',
  'WWW-Authenticate: Bearer realm="api"',
  'order 2026113000012345 shipped',
  'order 1000000000012345 shipped',
  'at 1764500000000000000 ns',
];
