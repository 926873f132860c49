import type { EnvironmentConfig } from '../config/schema/environment';
import { PRICE_TABLES, type PriceTable } from '../config/schema/price-tables';
import type { CostLine } from './model';

/** Hours of an average month: 365 days of 24 hours in twelve parts, as providers count. */
const HOURS_PER_MONTH = 730;

export const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;

/** The prices of an environment: its own where it has some, and its table's. */
export function pricesOf({ cost: { priceTable, prices } }: EnvironmentConfig): PriceTable {
  const own = Object.entries(prices).filter(([, price]) => price !== undefined);
  return { ...PRICE_TABLES[priceTable], ...Object.fromEntries(own) };
}

/** Dollars a month for one vCPU and for one GiB of memory. */
export const computePrices = (config: EnvironmentConfig): { readonly cpu: number; readonly memory: number } => {
  const { vcpuHour, gibibyteHour } = pricesOf(config);
  return { cpu: vcpuHour * HOURS_PER_MONTH, memory: gibibyteHour * HOURS_PER_MONTH };
};

/** Dollars a month for one GiB of the class of volumes that the environment has. */
export function volumePrice(config: EnvironmentConfig): number {
  const { ssdGibibyteMonth, hddGibibyteMonth } = pricesOf(config);
  switch (config.cost.volumeClass) {
    case 'ssd':
      return ssdGibibyteMonth;
    case 'hdd':
      return hddGibibyteMonth;
  }
}

/** A line, with what it comes to; none for nothing. */
export const lineOf = (line: Omit<CostLine, 'dollars'>): readonly CostLine[] =>
  line.quantity > 0 ? [{ ...line, dollars: line.quantity * line.price }] : [];

/** Dollars of several lines. */
export const sumOf = (lines: readonly Pick<CostLine, 'dollars'>[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);
