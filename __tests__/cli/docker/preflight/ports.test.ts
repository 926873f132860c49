import { createServer, type Server } from 'node:net';
import { listeningInodes, lsofOwner, portOwner } from '../../../../cli/docker/preflight/host-ports';
import { heldByProcess, portFindings } from '../../../../cli/docker/preflight/ports';
import { defineEnvironment } from '../../../../config/define';
import { alertmanager } from '../../../../constructs/alertmanager';
import { PART_OF } from '../../../../constructs/core/labels';
import { type Platform, resolvePlatform } from '../../../../constructs/core/platform';
import { dockerAddressing } from '../../../../constructs/targets/addressing';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2382 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41234 1 0000000000000000 100 0 0 10 0
   1: 0100007F:2382 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 41235 1 0000000000000000 20 4 30 10 -1
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 999 1 0000000000000000 100 0 0 10 0
`;

describe('who listens on a port', () => {
  it('is found by the inode of the listening socket, not of a connection', () => {
    expect(listeningInodes(TABLE, 0x2382)).toEqual(['41234']);
    expect(listeningInodes(TABLE, 22)).toEqual(['999']);
    expect(listeningInodes(TABLE, 80)).toEqual([]);
    expect(listeningInodes('', 80)).toEqual([]);
  });

  it('is read from lsof where there is no /proc', () => {
    expect(lsofOwner('p4711\ncpostgres\nf5\n')).toEqual({ pid: 4711, process: 'postgres' });
    expect(lsofOwner('')).toBeUndefined();
  });
});

const listen = (port: number, host: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, host, () => resolve(server));
  });

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const platformWith = (port: number, publishedAddress = '127.0.0.1'): Platform =>
  resolvePlatform(
    defineEnvironment('dev', { alertmanager: { port }, target: { kind: 'docker', publishedAddress } }),
    [alertmanager],
    dockerAddressing,
  );

describe('a published port', () => {
  let server: Server;
  beforeEach(async () => {
    server = await listen(0, '127.0.0.1');
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const freePort = async (): Promise<number> => {
    const other = await listen(0, '127.0.0.1');
    const port = portOf(other);
    await new Promise((resolve) => other.close(resolve));
    return port;
  };

  it('is free', async () => {
    const port = await freePort();
    expect(await portFindings(platformWith(port), [], true)).toEqual([
      { check: 'ports', status: 'ok', message: `${port} on 127.0.0.1 are free or this environment's own` },
    ]);
  });

  it('is taken by a process, which is named', async () => {
    const port = portOf(server);
    const owner = await portOwner(port);
    expect(owner?.pid).toBe(process.pid);
    expect(await portFindings(platformWith(port), [], true)).toEqual([
      {
        check: `port ${port}`,
        status: 'failed',
        message: `port ${port} of alertmanager on 127.0.0.1 is taken by ${owner?.process} (process ${process.pid})`,
        fix: `stop it (kill ${process.pid}); or give alertmanager another port`,
      },
    ]);
  });

  it('is taken on the address alone that is published', async () => {
    const findings = await portFindings(platformWith(portOf(server), '127.0.0.2'), [], true);
    expect(findings.map(({ status }) => status)).toEqual(['ok']);
  });

  it('is taken by a process that this user may not see', () => {
    expect(heldByProcess({ component: 'loki', port: 3100 }, '127.0.0.1', undefined)).toMatchObject({
      message: "port 3100 of loki on 127.0.0.1 is taken by another user's process",
      fix: 'sudo lsof -nP -iTCP:3100 -sTCP:LISTEN names it; or give loki another port',
    });
  });

  it('is taken by a container, which is named, even where trying it says nothing', async () => {
    const holder = { container: 'shop-db', labels: {}, address: '0.0.0.0', port: 9093 };
    expect(await portFindings(platformWith(9093), [holder], false)).toEqual([
      {
        check: 'port 9093',
        status: 'failed',
        message: 'port 9093 of alertmanager is taken by the container shop-db',
        fix: 'docker stop shop-db; or give alertmanager another port',
      },
    ]);
  });

  it("may be held by this environment's own container", async () => {
    const port = portOf(server);
    const own = { container: 'o11y-dev-alertmanager', labels: { [PART_OF]: 'o11y-dev' }, address: '127.0.0.1', port };
    const others = { ...own, labels: { [PART_OF]: 'o11y-test' } };
    expect((await portFindings(platformWith(port), [own], true)).map(({ status }) => status)).toEqual(['ok']);
    expect((await portFindings(platformWith(port), [others], true)).map(({ status }) => status)).toEqual(['failed']);
  });

  it('cannot be published on an address that is not of this machine', async () => {
    expect(await portFindings(platformWith(9093, '192.0.2.1'), [], true)).toEqual([
      {
        check: 'published address',
        status: 'failed',
        message: '192.0.2.1 is not an address of this machine',
        fix: 'correct target.publishedAddress',
      },
    ]);
  });
});
