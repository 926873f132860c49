import { renderPlatform } from '../../cli/cost/what-if';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { estimate } from '../../cost/estimate';
import type { CostEstimate, CostLine } from '../../cost/model';

const GIB = 1024 ** 3;

/** Everything off but what a test switches on, at prices that are easy to multiply: $7.30 a vCPU, $0.73 a GiB of memory, $0.10 a GiB of volume. */
const SMALL: EnvironmentOverlay = {
  cost: {
    prices: { vcpuHour: 0.01, gibibyteHour: 0.001, ssdGibibyteMonth: 0.1, objectGibibyteMonth: 0.02, thousandPuts: 1, thousandGets: 0.1 },
  },
  prometheus: { enabled: false },
  alertmanager: { enabled: false },
  grafana: { enabled: false },
  loki: { enabled: false },
  traces: { backend: 'none' },
  otelCollector: { enabled: false },
  containerLogs: { enabled: false },
  exporters: { node: { enabled: false }, cadvisor: { enabled: false }, kubeStateMetrics: { enabled: false }, blackbox: { enabled: false } },
};

const on = (kind: 'docker' | 'kubernetes', overlay: EnvironmentOverlay = {}): CostEstimate =>
  estimate(renderPlatform(defineEnvironment('test', { ...SMALL, ...overlay, target: { kind }, cost: { ...SMALL.cost, ...overlay.cost } })));

/** `cpu 0.25 vCPU $1.83: 1 instance × 0.25 vCPU reserved` */
const text = ({ kind, quantity, unit, dollars, because }: CostLine): string =>
  `${kind} ${Number(quantity.toFixed(6))} ${unit} $${dollars.toFixed(2)}: ${because}`;

const linesOf = ({ components, other }: CostEstimate): readonly string[] => [
  ...components.flatMap(({ component, lines }) => lines.map((line) => `${component}: ${text(line)}`)),
  ...other.map(text),
];

const resources = { limits: { memory: '2GiB', cpu: 2 }, reservations: { memory: '1GiB', cpu: 1 } } as const;

describe('the estimate', () => {
  it('is nothing for nothing', () => expect(on('docker')).toEqual({ components: [], other: [], total: 0, most: 0 }));

  it('has processors, memory and the volume that is asked for on Kubernetes', () => {
    const { components, other, total, most } = on('kubernetes', { loki: { enabled: true, resources } });
    expect(linesOf({ components, other, total, most })).toEqual([
      'loki: cpu 1 vCPU $7.30: 1 instance × 1 vCPU reserved',
      'loki: memory 1 GiB $0.73: 1 instance × 1 GiB reserved',
      // 91 days × 1 GB / 3 is 28.25 GiB; 30 % more and 0.23 GiB of the log are 36.96 GiB.
      'loki: block-storage 37 GiB $3.70: 1 instance × 37 GiB: 28.3 GiB (91 days of 0.931 GiB, compressed 3 times) + 0.233 GiB of logs, queues and caches, 30 % head-room',
    ]);
    expect(total).toBeCloseTo(11.73);
    expect(most).toBe(total);
  });

  it('has on Docker what the volumes hold', () => {
    const held = (91e9 / 3 + 2e9 / 8) / GIB;
    const [, , volume] = on('docker', { loki: { enabled: true } }).components[0]?.lines ?? [];
    expect(volume?.quantity).toBeCloseTo(held);
    expect(volume?.dollars).toBeCloseTo(held * 0.1);
  });

  it('says when the size of a volume is stated', () => {
    const [, , volume] = on('kubernetes', { loki: { enabled: true, volumeSize: '100GiB' } }).components[0]?.lines ?? [];
    expect(volume).toMatchObject({ quantity: 100, because: '1 instance × 100 GiB: 100GiB is stated' });
  });

  it('counts limits where they are paid for', () => {
    const billing = { kind: 'limits' } as const;
    expect(linesOf(on('kubernetes', { loki: { enabled: true, resources }, cost: { billing } })).slice(0, 2)).toEqual([
      'loki: cpu 2 vCPU $14.60: 1 instance × 2 vCPU allowed at most',
      'loki: memory 2 GiB $1.46: 1 instance × 2 GiB allowed at most',
    ]);
  });

  it('counts whole machines, with what no component reserves and what volumes leave of the disks', () => {
    const billing = { kind: 'machines', cpu: 4, memory: '8GiB', disk: '200GiB' } as const;
    const machine = on('docker', { loki: { enabled: true, resources }, cost: { billing } });
    expect(machine.other.map(text)).toEqual([
      'cpu 3 vCPU $21.90: 1 machine of 4 vCPU, less 1 vCPU that components reserve',
      'memory 7 GiB $5.11: 1 machine of 8 GiB, less 1 GiB that components reserve',
      `block-storage ${Number((200 - (91e9 / 3 + 2e9 / 8) / GIB).toFixed(6))} GiB $17.15: 1 disk of 200 GiB, less 28.5 GiB in volumes`,
    ]);
    expect(machine.total).toBeCloseTo(4 * 7.3 + 8 * 0.73 + 200 * 0.1);
  });

  it('counts volumes beside the disks of nodes', () => {
    const billing = { kind: 'machines', count: 2, cpu: 4, memory: '8GiB', disk: '50GiB' } as const;
    const nodes = on('kubernetes', { loki: { enabled: true, resources }, cost: { billing } });
    expect(nodes.other.at(-1)).toMatchObject({ quantity: 100, because: '2 disks of 50 GiB' });
    expect(nodes.total).toBeCloseTo(2 * (4 * 7.3 + 8 * 0.73 + 50 * 0.1) + 3.7);
  });

  it('counts more than the machines have when components reserve more', () => {
    const billing = { kind: 'machines', cpu: 0.5, memory: '8GiB' } as const;
    const { other, total } = on('docker', { loki: { enabled: true, resources }, cost: { billing } });
    expect(other.map(({ kind }) => kind)).toEqual(['memory']);
    expect(total).toBeGreaterThan(0.5 * 7.3 + 8 * 0.73);
  });

  it('counts what runs once a node for each node', () => {
    const exporters = { ...SMALL.exporters, node: { enabled: true, resources } };
    for (const billing of [{ kind: 'requests', nodes: 3 } as const, { kind: 'machines', count: 3, cpu: 4, memory: '8GiB' } as const]) {
      const node = on('kubernetes', { prometheus: { enabled: true }, exporters, cost: { billing } }).components.find(
        ({ component }) => component === 'node-exporter',
      );
      expect(node?.lines.map(text)).toEqual([
        'cpu 3 vCPU $21.90: 3 nodes × 1 vCPU reserved',
        'memory 3 GiB $2.19: 3 nodes × 1 GiB reserved',
      ]);
    }
  });

  it('goes from the least to the most instances', () => {
    const otelCollector = { enabled: true, resources, replicas: { min: 2, max: 4 } };
    const { components, total, most } = on('kubernetes', { loki: { enabled: true }, otelCollector });
    const collectors = components.filter(({ component }) => component === 'otel-collector');
    expect(collectors.map(({ lines }) => lines[0]?.because)).toEqual(['2 instances × 1 vCPU reserved']);
    // Two more, each with its volume of 3 GiB.
    expect(most - total).toBeCloseTo(2 * (7.3 + 0.73 + 3 * 0.1));
  });

  it('has what lies in a bucket, and its requests', () => {
    const storage = { kind: 'gcs', bucket: 'blocks' } as const;
    const { components, other } = on('kubernetes', { loki: { enabled: true, storage } });
    expect(components[0]?.lines.slice(2).map(text)).toEqual([
      'block-storage 3 GiB $0.30: 1 instance × 3 GiB: 2.23 GiB of logs, queues and caches',
      `object-storage ${Number((91e9 / 3 / GIB).toFixed(6))} GiB $0.57: 28.3 GiB (91 days of 0.931 GiB, compressed 3 times)`,
    ]);
    // 212 chunks of 1.5 MiB, 96 indexes, 144 compactions a day.
    const chunks = 1e9 / 3 / (1.5 * 1024 ** 2);
    expect(other.map(({ quantity }) => quantity)).toEqual(
      [chunks + 96 + 144, chunks + 144].map((perDay) => expect.closeTo((perDay * 365) / 12 / 1e6)),
    );
    expect(other.map(({ price, because }) => [price, because])).toEqual([
      [1_000, 'loki writes to or lists its bucket about 452 times a day'],
      [100, 'loki reads its bucket about 356 times a day'],
    ]);
  });

  it('has what leaves: remote write of every instance, and what is stated', () => {
    const prometheus = { enabled: true, replicas: 2, remoteWrite: [{ name: 'archive', url: 'https://archive.example.com/write' }] };
    const { other } = on('kubernetes', { prometheus, cost: { egressPerMonth: '10GiB' } });
    const sent = (50_000 / 15) * 730 * 3_600 * 12 * 2;
    expect(other.map(({ kind, quantity, because }) => [kind, quantity, because])).toEqual([
      ['egress', expect.closeTo(sent / GIB), 'remote write of 3,333 samples/s × 12 B to 1 store by 2 instances'],
      ['egress', 10, '10 GiB by cost.egressPerMonth'],
    ]);
  });

  it('has the people who can be paged, while there are alerts', () => {
    const cost = { alerting: { seats: 2, eventsPerMonth: 100 }, prices: { alertingSeat: 25, alertingEvent: 0.01 } };
    expect(on('docker', { cost }).other).toEqual([]);
    expect(on('docker', { alertmanager: { enabled: true }, cost }).other.map(text)).toEqual([
      'alerting 2 seats $50.00: 2 people who can be paged',
      'alerting 100 events $1.00: 100 pages, messages and calls',
    ]);
  });

  it('takes the price of the class of volumes, and own prices before those of the table', () => {
    const volume = (cost: EnvironmentOverlay['cost']) =>
      estimate(renderPlatform(defineEnvironment('test', { ...SMALL, loki: { enabled: true }, cost }))).components[0]?.lines[2]?.price;
    expect(volume({})).toBe(0.08);
    expect(volume({ volumeClass: 'hdd' })).toBe(0.045);
    expect(volume({ priceTable: 'gcp-us-central1' })).toBe(0.1);
    expect(volume({ priceTable: 'gcp-us-central1', prices: { ssdGibibyteMonth: 0.5 } })).toBe(0.5);
  });
});
