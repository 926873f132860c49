/** What resources cost, in dollars without taxes. What providers call a GB of disk, bucket or traffic is 2^30 bytes on their bills: a GiB here. */
export interface PriceTable {
  /** A virtual processor for an hour. */
  readonly vcpuHour: number;
  /** A GiB of memory for an hour. */
  readonly gibibyteHour: number;
  /** A GiB of a network disk for a month, by its class. */
  readonly ssdGibibyteMonth: number;
  readonly hddGibibyteMonth: number;
  /** A GiB of object storage for a month, in its standard class. */
  readonly objectGibibyteMonth: number;
  /** A thousand requests that write or list, and a thousand that read. */
  readonly thousandPuts: number;
  readonly thousandGets: number;
  /** A GiB that leaves the provider's network, beyond what is free. */
  readonly egressGibibyte: number;
  /** A person who can be paged, for a month. */
  readonly alertingSeat: number;
  /** A page, text message or call that is paid by itself. */
  readonly alertingEvent: number;
}

/**
 * PagerDuty Professional, paid by the month; events are included. https://www.pagerduty.com/pricing/
 * Alerting is bought apart from the machines, so that it is the same in all tables.
 */
const ALERTING = { alertingSeat: 25, alertingEvent: 0 } as const;

/**
 * Public list prices as of autumn 2026, on demand and without discounts for commitments or quantities; they change seldom, and an environment that pays
 * by others says its own (`cost.prices`).
 *
 * - `aws-us-east-1`: EC2 sells machines and not their parts. Both parts follow from m6i.xlarge (4 vCPU, 16 GiB, $0.192 an hour) and r6i.xlarge
 *   (4 vCPU, 32 GiB, $0.252): 16 GiB more are $0.06. Volumes gp3 and st1, S3 Standard, the first 10 TB of transfer to the internet.
 *   https://aws.amazon.com/ec2/pricing/on-demand/ https://aws.amazon.com/ebs/pricing/ https://aws.amazon.com/s3/pricing/
 * - `gcp-us-central1`: E2 machines, which are sold by these parts. Volumes pd-balanced and pd-standard, Cloud Storage Standard in one region,
 *   premium tier transfer of the first TB. https://cloud.google.com/compute/all-pricing https://cloud.google.com/storage/pricing
 * - `digitalocean`: Basic Droplets with shared processors, of which 1 vCPU with 2 GiB is $12 a month, 2 vCPU with 2 GiB $18 and 2 vCPU with 4 GiB
 *   $24: a processor is $6 and a GiB $3. Volumes have one class, requests to Spaces are free, and their base price of $5 a month is left out.
 *   https://www.digitalocean.com/pricing/droplets https://www.digitalocean.com/pricing/volumes https://www.digitalocean.com/pricing/spaces-object-storage
 */
export const PRICE_TABLES = {
  'aws-us-east-1': {
    ...ALERTING,
    vcpuHour: 0.033,
    gibibyteHour: 0.00375,
    ssdGibibyteMonth: 0.08,
    hddGibibyteMonth: 0.045,
    objectGibibyteMonth: 0.023,
    thousandPuts: 0.005,
    thousandGets: 0.0004,
    egressGibibyte: 0.09,
  },
  'gcp-us-central1': {
    ...ALERTING,
    vcpuHour: 0.021_811_59,
    gibibyteHour: 0.002_923_53,
    ssdGibibyteMonth: 0.1,
    hddGibibyteMonth: 0.04,
    objectGibibyteMonth: 0.02,
    thousandPuts: 0.005,
    thousandGets: 0.0004,
    egressGibibyte: 0.12,
  },
  digitalocean: {
    ...ALERTING,
    vcpuHour: 6 / 730,
    gibibyteHour: 3 / 730,
    ssdGibibyteMonth: 0.1,
    hddGibibyteMonth: 0.1,
    objectGibibyteMonth: 0.02,
    thousandPuts: 0,
    thousandGets: 0,
    egressGibibyte: 0.01,
  },
} as const satisfies Readonly<Record<string, PriceTable>>;

export type PriceTableName = keyof typeof PRICE_TABLES;
