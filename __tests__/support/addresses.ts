import fc from 'fast-check';

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const host = fc.oneof(
  {
    weight: 4,
    arbitrary: oneOf(
      'redis',
      'hooks.example.com',
      'my_host',
      'a-b.c',
      '10.0.0.1',
      '[::1]',
      '[2001:db8::ff]',
      'EXAMPLE.com',
      'xn--bcher-kva.de',
    ),
  },
  {
    weight: 2,
    arbitrary: oneOf(
      '',
      '.',
      'a..b',
      '-a',
      'a-',
      '1',
      '1.2.3',
      '0x7f.1',
      '256.1.1.1',
      '[::1',
      '::1',
      '[::1%25eth0]',
      '[1.2.3.4]',
      'a b',
      'ä',
      'a.',
      '%41',
      '${x}',
      'a,b',
    ),
  },
  { weight: 1, arbitrary: fc.domain() },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);

const path = fc.oneof(
  { weight: 3, arbitrary: oneOf('', '/', '/a/b', '?a=b', '/a?b=c&d', '/%20', '/{{ x }}', '/${x}', '//x', '/..', '/a;b', '/ä', '/"<>`|^') },
  { weight: 1, arbitrary: oneOf('#a', '/%', '/%zz', '/ ', '\\\\', '/\\', '/\u200b', '@x', '/a@b') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }).map((text) => `/${text}`) },
);

/** Addresses on the web, valid ones and such as are so nearly. */
export const anyAddress: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: oneOf('http://', 'https://') }, oneOf('', 'ftp://', 'HTTP://', 'http:/', 'http:', '//')),
    fc.oneof({ weight: 6, arbitrary: fc.constant('') }, oneOf('@', 'user@', 'user:pw@', ':pw@')),
    host,
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      { weight: 3, arbitrary: fc.nat(70_000).map((port) => `:${port}`) },
      oneOf(':', ':x', ':080', ':-1', ':1:2'),
    ),
    path,
  )
  .map((parts) => parts.join(''));
