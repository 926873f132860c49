import { environmentCost, formatCost, totalText } from '../cli/cost/format';
import { whatIf } from '../cli/cost/what-if';
import { coloursFor } from '../cli/terminal/output';
import { PRICE_TABLES, type PriceTable } from '../config/schema/price-tables';
import { parseSetting } from '../config/settings';
import { expectedLoad, storedBytes, storedSize } from '../config/sizing';
import type { Platform } from '../constructs/core/platform';
import { estimate } from '../cost/estimate';
import type { CostEstimate, CostLine } from '../cost/model';
import { dollarText, numberText, sizeText } from '../cost/text';

const TABLES = Object.entries(PRICE_TABLES) as readonly (readonly [string, PriceTable])[];

/** Figures that are often given for a platform like this one. */
const WELL_KNOWN = {
  dev: { text: '≈ $70', dollars: 70, machine: '4 vCPU, 8 GB, 200 GB', cpu: 4, memory: 8, disk: 200, alerting: 0 },
  prod: { text: '≈ $350', dollars: 350, machine: '8 vCPU, 16 GB, 1 TB, $50 of alerting', cpu: 8, memory: 16, disk: 1000, alerting: 50 },
} as const;

const set = (platform: Platform, ...settings: readonly string[]): Platform => whatIf(platform, settings.map(parseSetting));

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const share = (after: number, before: number): string => {
  const percent = Math.round((after / before - 1) * 100);
  return percent === 0 ? '±0 %' : `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`;
};

/** The page about costs, in Markdown: figures of the repository's own environments. Pure. */
export const renderCostPage = (dev: Platform, prod: Platform): string =>
  [INTRODUCTION, wellKnown(dev, prod), breakdown(dev, prod), savings(prod), prices(), model(prod)].join('\n');

const INTRODUCTION = `# What it costs

Made from the configuration and the model by \`npm run docs\`; edit \`scripts/cost-page.ts\` and not this page.

\`\`\`sh
npx o11y cost                        # every environment: dollars a month, by component
npx o11y cost prod --lines           # each line with its quantity, its price and how they come about
npx o11y cost prod --prices gcp-us-central1
npx o11y cost prod --set sampling.traces.ratio=0.05 --set retention.logs.total=14d
\`\`\`

\`--set\` takes any key of the [configuration](configuration.md), checks it as a file is checked, renders the platform anew and prints each line
that differs. A value is JSON where it can be read as that (\`0.05\`, \`true\`, \`"15"\`) and a text otherwise (\`15d\`); with nothing behind the
\`=\` the default holds. Entries of lists go by place or name: \`exporters.redis[cache].address\`. What an environment is paid for is said under
\`cost\`, its load under \`capacity\`, and both are of that environment alone.
`;

function wellKnown(dev: Platform, prod: Platform): string {
  const totals = (platform: Platform): readonly string[] =>
    TABLES.map(([name]) => totalText(estimate(set(platform, `cost.priceTable=${name}`))));
  const sized = (
    { cpu, memory, disk, alerting }: (typeof WELL_KNOWN)['dev' | 'prod'],
    { vcpuHour, gibibyteHour, ssdGibibyteMonth }: PriceTable,
  ) => (cpu * vcpuHour + memory * gibibyteHour) * 730 + disk * ssdGibibyteMonth + alerting;
  const sizes = (key: 'dev' | 'prod'): readonly string[] => TABLES.map(([, of]) => dollarText(sized(WELL_KNOWN[key], of)));
  const { dev: small, prod: large } = WELL_KNOWN;
  const perGigabyte = (large.dollars - large.alerting - 2 * small.dollars) / (large.disk - 2 * small.disk);
  const dearest = Math.max(...TABLES.map(([, { ssdGibibyteMonth }]) => ssdGibibyteMonth));
  const volumes = kindSum(estimate(prod), 'block-storage');
  const [provisioned, price] = [volumes.quantity, volumes.dollars / volumes.quantity];
  return `## The well-known figures

For a platform of this kind one often hears ${small.text} a month for development (${small.machine}) and ${large.text} for production
(${large.machine}). Machines of exactly these sizes cost, by the price tables of this toolkit:

${table(
  ['', 'well-known', ...TABLES.map(([name]) => name)],
  [
    [`development: ${small.machine}`, small.text, ...sizes('dev')],
    [`production: ${large.machine}`, large.text, ...sizes('prod')],
  ],
)}

Development comes to its figure on a machine with shared processors, and production on one with processors of its own: each is right, with
different products. With the same product they contradict each other. Production has twice the processors and the memory of development, so
that without the alerting it is two developments and ${large.disk - 2 * small.disk} GB more: these would cost $${large.dollars - large.alerting - 2 * small.dollars}, or $${numberText(perGigabyte)} a GB, and the dearest table has
$${numberText(dearest)}.

What the model says of the environments of this repository:

${table(
  ['', 'by its own table', ...TABLES.map(([name]) => name)],
  [
    [`dev (${dev.config.cost.priceTable})`, totalText(estimate(dev)), ...totals(dev)],
    [`prod (${prod.config.cost.priceTable})`, totalText(estimate(prod)), ...totals(prod)],
  ],
)}

Development is paid for as a machine of that size. Production is ${dollarText(large.dollars - estimate(prod).total)} below the well-known
figure: its load (${loadText(prod)}) needs ${numberText(provisioned)} GiB of volumes, not 1 TB. The terabyte would be ${dollarText(
    (large.disk - provisioned) * price,
  )} more. About
${numberText(1000 / provisioned)} times the load or the retention would fill it.
`;
}

function loadText({ config }: Platform): string {
  const { activeSeries, spansPerSecond, logBytesPerDay } = expectedLoad(config);
  return `${numberText(activeSeries)} series, ${numberText(spansPerSecond)} spans/s, ${sizeText(logBytesPerDay)} of logs a day`;
}

const breakdown = (dev: Platform, prod: Platform): string => `## Where it goes

${[dev, prod]
  .map(
    (platform) => `\`\`\`text\n${formatCost(environmentCost(platform, estimate(platform)), { lines: false }, coloursFor({}, {}))}\n\`\`\``,
  )
  .join('\n\n')}

Where whole machines are paid for, each component carries the part that it reserves, and "not reserved" is what the machines have besides: room
for limits above reservations, for rolling updates and for the system. A range is from the least to the most instances that autoscaling makes.
`;

const linesOf = ({ components, other }: CostEstimate): readonly CostLine[] => [...components.flatMap(({ lines }) => lines), ...other];

function kindSum(of: CostEstimate, ...kinds: readonly CostLine['kind'][]): { readonly quantity: number; readonly dollars: number } {
  const lines = linesOf(of).filter(({ kind }) => kinds.includes(kind));
  return {
    quantity: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    dollars: lines.reduce((sum, { dollars }) => sum + dollars, 0),
  };
}

/** What one store costs to keep, on volumes and in a bucket. */
function storeCost(platform: Platform, store: string): number {
  const { components, other } = estimate(platform);
  const own = components.find(({ component }) => component === store)?.lines ?? [];
  const requests = other.filter(({ kind, because }) => kind === 'requests' && because.startsWith(store));
  const kinds: readonly CostLine['kind'][] = ['block-storage', 'object-storage'];
  return [...own.filter(({ kind }) => kinds.includes(kind)), ...requests].reduce((sum, { dollars }) => sum + dollars, 0);
}

const savings = (prod: Platform): string => `## What saves how much

${samplingSavings(prod)}
${logSavings(prod)}
${rightSizing(prod)}`;

function samplingSavings(prod: Platform): string {
  const all = set(prod, 'sampling.traces.ratio=1');
  const rows = [1, 0.58, 0.5, 0.1, 0.05].map((ratio): readonly string[] => {
    const platform = set(prod, `sampling.traces.ratio=${ratio}`);
    const [stored, before] = [platform, all].map(({ config }) => storedBytes(config, 'tempo')) as [number, number];
    return [
      `${numberText(ratio * 100)} %`,
      numberText(expectedLoad(platform.config).spansStoredPerSecond),
      sizeText(stored),
      share(stored, before),
      dollarText(storeCost(platform, 'tempo')),
      share(storeCost(platform, 'tempo'), storeCost(all, 'tempo')),
    ];
  });
  const onlyChance = (ratio: number): number =>
    storedBytes(
      set(prod, `sampling.traces.ratio=${ratio}`, 'sampling.traces.keepErrors=false', 'sampling.traces.keepSlowerThan=null').config,
      'tempo',
    );
  return `### Sampling: "−40 % of trace storage"

Production, ${prod.config.retention.traces} of traces, errors and slow requests always kept (an estimate of 5 % of the spans; \`capacity.calibration.spansKeptAnyway\` says
otherwise):

${table(['ordinary traces kept', 'spans/s stored', 'stored', 'of it', 'volume a month', 'of it'], rows)}

Keeping one ordinary trace in ten saves far more than 40 %: 40 % is what a ratio of 0.58 saves, since what is kept anyway does not shrink. Without
keeping errors and slow requests, 10 % would save ${share(onlyChance(0.1), onlyChance(1)).slice(1)}. The volume shrinks less than its contents, by its write-ahead log and in whole GiB. In
dollars it is little: traces are a small part of the bill at this load.
`;
}

function logSavings(prod: Platform): string {
  const days = (count: number, ...more: readonly string[]): Platform => set(prod, `retention.logs.total=${count}d`, ...more);
  const bucket = 'loki.storage={"kind":"s3","bucket":"logs","region":"us-east-1"}';
  const before = days(90);
  const row = (title: string, platform: Platform): readonly string[] => [
    title,
    sizeText(storedBytes(platform.config, 'loki')),
    share(storedBytes(platform.config, 'loki'), storedBytes(before.config, 'loki')),
    dollarText(storeCost(platform, 'loki')),
    share(storeCost(platform, 'loki'), storeCost(before, 'loki')),
  ];
  return `### Log life cycle: "−60 % of log storage"

${table(
  ['production', 'stored', 'of it', 'a month', 'of it'],
  [
    row('90 days on a volume', before),
    row('36 days', days(36)),
    row('30 days (its setting)', days(30)),
    row('14 days', days(14)),
    row('90 days in a bucket', days(90, bucket)),
  ],
)}

60 % is what 36 days save against 90. A bucket saves more and deletes nothing: a GiB is cheaper there and needs no head-room; a volume for what is
not in the bucket yet remains. \`retention.logs.hot\` saves nothing: Loki has one tier.
`;
}

function rightSizing(prod: Platform): string {
  const compute = (...settings: readonly string[]): number => kindSum(estimate(set(prod, ...settings)), 'cpu', 'memory').dollars;
  const machines = (cpu: number, memory: string): readonly string[] => [`cost.billing.cpu=${cpu}`, `cost.billing.memory=${memory}`];
  const now = compute();
  const inAll = (kind: string) => {
    const of = estimate(set(prod, `cost.billing.kind=${kind}`, 'cost.billing.nodes=2'));
    return (line: 'cpu' | 'memory'): number => kindSum(of, line).quantity;
  };
  const [reserved, allowed] = [inAll('requests'), inAll('limits')];
  const row = (title: string, dollars: number): readonly string[] => [title, dollarText(dollars), share(dollars, now)];
  return `### Right-sizing: "−30 % of compute"

${table(
  ['production', 'CPU and memory a month', 'of it'],
  [
    row('two machines of 4 vCPU, 8 GiB (its setting)', now),
    row('two machines of 3 vCPU, 6 GiB', compute(...machines(3, '6GiB'))),
    row('two machines of 2.8 vCPU, 5.6 GiB', compute(...machines(2.8, '5.6GiB'))),
    row('a shared cluster, by limits', compute('cost.billing.kind=limits', 'cost.billing.nodes=2')),
    row('a shared cluster, by what is reserved', compute('cost.billing.kind=requests', 'cost.billing.nodes=2')),
  ],
)}

Whole machines save nothing until one of them can be smaller or can go: a lower limit alone changes no bill. 30 % is what machines of
5.6 vCPU and 11.2 GiB in all save. What components reserve fits there (${numberText(reserved('cpu'))} vCPU, ${numberText(reserved('memory'))} GiB); their limits
come to ${numberText(allowed('cpu'))} vCPU and ${numberText(allowed('memory'))} GiB. Where a cluster is shared, what is reserved is what is paid for, and limits above it are free.
`;
}

const PRICE_TITLES: readonly (readonly [keyof PriceTable, string])[] = [
  ['vcpuHour', 'vCPU, hour'],
  ['gibibyteHour', 'GiB of memory, hour'],
  ['ssdGibibyteMonth', 'GiB of ssd volume, month'],
  ['hddGibibyteMonth', 'GiB of hdd volume, month'],
  ['objectGibibyteMonth', 'GiB in a bucket, month'],
  ['thousandPuts', '1,000 writes to a bucket'],
  ['thousandGets', '1,000 reads'],
  ['egressGibibyte', 'GiB of egress'],
  ['alertingSeat', 'person who can be paged, month'],
  ['alertingEvent', 'page, text message or call'],
];

const prices = (): string => `## Price tables

${table(
  ['dollars', ...TABLES.map(([name]) => name)],
  PRICE_TITLES.map(([key, title]) => [`${title} (\`${key}\`)`, ...TABLES.map(([, of]) => numberText(of[key]))]),
)}

Public list prices as of autumn 2026, on demand, without taxes and discounts; \`config/schema/price-tables.ts\` cites each source. An environment
takes a table by \`cost.priceTable\` and says what differs under \`cost.prices\`: a discount for commitments, machines of one's own, another region.
`;

function model(prod: Platform): string {
  const size = storedSize({ ...prod.config, capacity: { ...prod.config.capacity, calibration: undefined } });
  return `## How it is computed

- **CPU and memory**: instances × what each reserves (\`cost.billing.kind\` \`requests\`), may use (\`limits\`), or the machines' size (\`machines\`). What runs
  once a node counts once for each node. A month has 730 hours.
- **Volumes**: on Kubernetes the size that is asked for, times instances, since that is what is paid for, full or empty. On Docker what the volumes
  hold at steady state, and the disk where \`cost.billing.disk\` gives its size. Sizes are those of the deployment itself (\`config/sizing.ts\`): samples
  × ${numberText(size.bytesPerSample)} B up to \`retention.metrics\`; spans that are stored × ${size.bytesPerSpan.tempo} B (Tempo) or ${numberText(size.bytesPerSpan.jaeger)} B (Jaeger) for \`retention.traces\`; log bytes ÷ ${size.logCompression} for \`retention.logs.total\`
  and a day; what stands in write-ahead logs and queues; \`capacity.headRoom\`.
- **Buckets**: what the store holds at steady state, and an estimate of its requests.
- **Load**: \`capacity\`, in series, spans and log bytes; \`capacity.requests\` adds load in requests of a service, with spans and log bytes of each.
- **Measured figures** take the place of those above: \`o11y usage <environment>\` writes \`config/calibration/<environment>.ts\`, and the environment's
  file takes it in as \`capacity: { calibration }\`.
- **Egress**: \`cost.egressPerMonth\`, and 12 B for each sample of \`prometheus.remoteWrite\`. **Alerting**: \`cost.alerting\`.

Not counted: the control plane of a cluster ($73 a month on EKS and GKE, for all that runs there), load balancers, traffic between zones, backups,
and the work of people.
`;
}
