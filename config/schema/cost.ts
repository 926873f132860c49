import * as z from 'zod';
import { byteSizeOfAtLeast, cpuSchema } from '../units';
import { kindError } from './kinds';
import { PRICE_TABLES, type PriceTable, type PriceTableName } from './price-tables';

const NAMES = Object.keys(PRICE_TABLES) as [PriceTableName, ...PriceTableName[]];

const dollars = (what: string) =>
  z
    .number({ error: 'must be an amount of dollars, such as 0.08' })
    .min(0, { error: 'must be at least 0 dollars' })
    .max(1_000_000, { error: 'must be at most 1000000 dollars' })
    .optional()
    .describe(`Dollars for ${what}; the table's when absent.`);

/** Prices of an environment, where they differ from the table's. */
const ownPrices = {
  vcpuHour: dollars('a virtual processor for an hour'),
  gibibyteHour: dollars('a GiB of memory for an hour'),
  ssdGibibyteMonth: dollars('a GiB on a volume of class "ssd" for a month'),
  hddGibibyteMonth: dollars('a GiB on a volume of class "hdd" for a month'),
  objectGibibyteMonth: dollars('a GiB of object storage for a month'),
  thousandPuts: dollars('a thousand requests that write to or list object storage'),
  thousandGets: dollars('a thousand requests that read from it'),
  egressGibibyte: dollars("a GiB that leaves the provider's network"),
  alertingSeat: dollars('a person who can be paged, for a month'),
  alertingEvent: dollars('a page, text message or call'),
} satisfies Readonly<Record<keyof PriceTable, unknown>>;

const nodesSchema = z
  .int()
  .min(1)
  .max(10_000)
  .default(1)
  .describe('Nodes of the cluster, on each of which the node exporter and the collector of logs run.');

/** By what processors and memory are paid for. */
const billingSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('requests'), nodes: nodesSchema }),
      z.strictObject({ kind: z.literal('limits'), nodes: nodesSchema }),
      z.strictObject({
        kind: z.literal('machines'),
        count: z
          .int()
          .min(1)
          .max(10_000)
          .default(1)
          .describe('Machines of this size; on Kubernetes the nodes that only the platform uses.'),
        cpu: cpuSchema.describe('Virtual processors of a machine.'),
        memory: byteSizeOfAtLeast('256MiB', 'nothing runs on less').describe('Memory of a machine.'),
        disk: byteSizeOfAtLeast('1GB', 'the images alone take more')
          .optional()
          .describe('Disk of a machine that is paid for by its size and holds the volumes on Docker; what the volumes hold when absent.'),
      }),
    ],
    { error: kindError('requests', 'limits', 'machines') },
  )
  .prefault({ kind: 'requests' });

/** What the environment is paid for, and what that costs. Nothing that is deployed depends on it. */
export const costSchema = z
  .strictObject({
    priceTable: z
      .enum(NAMES, { error: `must be ${NAMES.map((name) => `"${name}"`).join(' or ')}` })
      .default('aws-us-east-1')
      .describe('Public list prices to start from.'),
    prices: z.strictObject(ownPrices).prefault({}),
    billing: billingSchema.describe(
      'By what processors and memory are paid for: what components reserve (a cluster shared with others), their limits, or whole machines.',
    ),
    volumeClass: z
      .enum(['ssd', 'hdd'], { error: 'must be "ssd" or "hdd"' })
      .default('ssd')
      .describe('The class of volumes by whose price they are counted.'),
    alerting: z
      .strictObject({
        seats: z.int().min(0).max(100_000).default(0).describe('People who can be paged.'),
        eventsPerMonth: z.int().min(0).max(1_000_000_000).default(0).describe('Pages, text messages and calls a month.'),
      })
      .prefault({})
      .describe('The service that calls people.'),
    egressPerMonth: byteSizeOfAtLeast('0B', 'nothing leaves by itself')
      .default('0B')
      .describe("What leaves the provider's network a month, beside what prometheus.remoteWrite sends."),
  })
  .prefault({});
