import fc from 'fast-check';
import { type AddressForm, readAddress } from '../../config/address';
import { defineEnvironment } from '../../config/define';
import { ConfigError } from '../../config/errors';
import { DATABASE_HOST, MAIL_SERVER, OBJECT_STORAGE, REDIS_ADDRESS, WEBHOOK } from '../../config/schema/addresses';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { anyAddress } from '../support/addresses';
import { fullOverlays } from '../support/full-overlays';

/** The rule without its example, or the address. */
const said = (form: AddressForm, text: string): unknown => {
  const read = readAddress(text, form);
  return 'rule' in read ? read.rule.replace(`, as in "${form.example}"`, '') : read.address;
};

const PORT = 'must have a port from 1 to 65535';
const HOST = 'must have the name or the address of a host';
const PATH = 'must have a path without spaces and #, and with two hexadecimal digits behind each %';

describe('addresses', () => {
  it.each([
    [REDIS_ADDRESS, 'redis://redis:99999', PORT],
    [REDIS_ADDRESS, 'redis://redis:0', PORT],
    [REDIS_ADDRESS, 'redis://redis:', PORT],
    [REDIS_ADDRESS, 'redis://redis:6379x', PORT],
    [REDIS_ADDRESS, 'redis://redis:06379', PORT],
    [REDIS_ADDRESS, 'redis:6379', 'must begin with redis:// or rediss://'],
    [REDIS_ADDRESS, 'REDIS://redis', 'must begin with redis:// or rediss://'],
    [REDIS_ADDRESS, 'unix:///var/run/redis.sock', 'must begin with redis:// or rediss://'],
    [REDIS_ADDRESS, ' redis://redis', 'must begin with redis:// or rediss://'],
    [REDIS_ADDRESS, 'redis://', 'must have a host'],
    [REDIS_ADDRESS, 'redis:///0', 'must have a host'],
    [REDIS_ADDRESS, 'redis://user:pw@redis', 'must have no user and no password (use the key password)'],
    [REDIS_ADDRESS, 'redis://redis/db', 'must have nothing behind the host but the number of a database'],
    [REDIS_ADDRESS, 'redis://redis?db=1', 'must have nothing behind the host but the number of a database'],
    [REDIS_ADDRESS, 'redis://::1', 'must have an IPv6 address in brackets'],
    [REDIS_ADDRESS, 'redis://[::1', HOST],
    [REDIS_ADDRESS, 'redis://[::g]', HOST],
    [REDIS_ADDRESS, 'redis://[fe80::1%eth0]', HOST],
    [REDIS_ADDRESS, 'redis://[127.0.0.1]', HOST],
    [REDIS_ADDRESS, 'redis://10.0.0.256', HOST],
    [REDIS_ADDRESS, 'redis://10.0.1', HOST],
    [REDIS_ADDRESS, 'redis://0x7f000001', HOST],
    [REDIS_ADDRESS, 'redis://-redis', HOST],
    [REDIS_ADDRESS, 'redis://a..b', HOST],
    [REDIS_ADDRESS, `redis://${'a'.repeat(64)}`, HOST],
    [REDIS_ADDRESS, 'redis://re dis', HOST],
    [REDIS_ADDRESS, 'redis://${HOST}', HOST],
    [REDIS_ADDRESS, 'redis://{{ host }}', HOST],
    [REDIS_ADDRESS, 'redis://rеdis', 'must have a host of ASCII letters, which other names have as xn--…'],
    [OBJECT_STORAGE, 'https://minio:9000', 'must begin with the host, without a scheme'],
    [OBJECT_STORAGE, 'minio:70000', PORT],
    [OBJECT_STORAGE, 'minio/bucket', 'must end behind the host'],
    [OBJECT_STORAGE, 'key:secret@minio', 'must have no user and no password (use the key accessKey)'],
    [MAIL_SERVER, 'smtp.example.com', PORT],
    [MAIL_SERVER, 'smtp.example.com:587/x', 'must end behind the host'],
    [DATABASE_HOST, 'postgres:5432', 'must have no port'],
    [DATABASE_HOST, '/var/run/postgresql', 'must have a host'],
    [WEBHOOK, 'https://hooks/a b', PATH],
    [WEBHOOK, 'https://hooks/%zz', PATH],
    [WEBHOOK, 'https://hooks/#part', PATH],
    [WEBHOOK, 'https:\\\\hooks', 'must begin with http:// or https://'],
    [WEBHOOK, 'https://hooks\\@evil', PATH],
    [WEBHOOK, 'javascript://hooks', 'must begin with http:// or https://'],
  ])('%o refuses %j', (form, text, rule) => expect(said(form, text)).toBe(rule));

  it.each([
    [REDIS_ADDRESS, 'redis://redis', { scheme: 'redis', host: 'redis', port: 6379, path: '' }],
    [REDIS_ADDRESS, 'rediss://[2001:db8::1]:6380/2', { scheme: 'rediss', host: '[2001:db8::1]', port: 6380, path: '/2' }],
    [REDIS_ADDRESS, 'redis://10.0.0.1:65535/', { scheme: 'redis', host: '10.0.0.1', port: 65535, path: '/' }],
    [REDIS_ADDRESS, 'redis://my_redis.internal.', { scheme: 'redis', host: 'my_redis.internal.', port: 6379, path: '' }],
    [OBJECT_STORAGE, 'minio.example.com', { host: 'minio.example.com', port: 443, path: '' }],
    [MAIL_SERVER, '[::1]:25', { host: '[::1]', port: 25, path: '' }],
    [DATABASE_HOST, '[::1]', { host: '[::1]', port: undefined, path: '' }],
    [WEBHOOK, 'http://hooks?a=b&c=%20', { scheme: 'http', host: 'hooks', port: 80, path: '?a=b&c=%20' }],
  ])('%o takes %j', (form, text, address) => expect(said(form, text)).toEqual(address));

  it('are read by others as they are here', () => {
    fc.assert(
      fc.property(anyAddress, (text) => {
        const read = readAddress(text, WEBHOOK);
        if ('rule' in read) return;
        const { protocol, hostname, port, pathname, search, username } = new URL(text);
        const own = port === '' ? { http: 80, https: 443 }[protocol.slice(0, -1)] : Number(port);
        expect([protocol, username, own]).toEqual([`${read.address.scheme}:`, '', read.address.port]);
        // An IPv6 address is written in one way only by JavaScript.
        if (!read.address.host.startsWith('[')) expect(hostname).toBe(read.address.host.toLowerCase());
        expect(`${pathname}${search}`.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('every key that takes an address', () => {
  const places = fullOverlays.flatMap((overlay, index) =>
    leavesOf(overlay).flatMap(([path, value]) =>
      typeof value === 'string' && /^[a-z]+:\/\/|^[\w.-]+:\d{3,5}$/.test(value) ? [[index, path, value] as const] : [],
    ),
  );

  it('is found', () =>
    expect([...new Set(places.map(([, path]) => path.filter((key) => typeof key === 'string').join('.')))].sort()).toEqual(
      expect.arrayContaining([
        'alerting.receivers.smarthost',
        'alerting.receivers.url',
        'alerting.runbookBaseUrl',
        'exporters.redis.address',
        'loki.storage.endpoint',
        'prometheus.remoteWrite.url',
        'target.charts.source.registry',
      ]),
    ));

  it.each(places)('has it read: overlay %d, %j', (index, path, value) => {
    const [, scheme = '', host = ''] = /^([a-z]+:\/\/)?(\[[^\]]*\]|[^:/]+)/.exec(value) ?? [];
    const overlay: unknown = structuredClone(fullOverlays[index]);
    const parent = path.slice(0, -1).reduce<unknown>((inner, key) => Reflect.get(inner as object, key), overlay);
    Reflect.set(parent as object, path.at(-1) ?? '', `${scheme}${host}:99999`);
    const define = () => defineEnvironment('dev', overlay as EnvironmentOverlay);
    expect(define).toThrow(ConfigError);
    expect(define).toThrow(PORT);
  });
});

function leavesOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly [readonly (string | number)[], unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, Array.isArray(value) ? Number(key) : key]));
}
