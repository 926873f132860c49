import { MIB } from '../../config/amounts';
import { bytes } from '../../config/units';
import type { ComponentPlan } from '../../constructs/core/component';
import { type Html, html, table } from './html';
import type { Section } from './section';
import { round } from './svg';

/** What each component may use at most and what is set aside for it. */
export const resourcesSection: Section = {
  id: 'resources',
  title: 'Requests and limits',
  render: ({ components }) => (components.length === 0 ? undefined : renderResources(components)),
};

interface Amounts {
  readonly name: string;
  /** Mebibytes. */
  readonly memory: Amount;
  /** Cores. */
  readonly cpu: Amount;
}

interface Amount {
  readonly reserved: number;
  readonly limit: number;
}

function renderResources(components: readonly ComponentPlan[]): Html {
  const amounts = components
    .map(amountsOf)
    .sort((a, b) => b.memory.limit - a.memory.limit || b.cpu.limit - a.cpu.limit || (a.name < b.name ? -1 : 1));
  const memoryScale = Math.max(...amounts.map(({ memory }) => memory.limit));
  const cpuScale = Math.max(...amounts.map(({ cpu }) => cpu.limit));
  return html`<p>The solid part of a bar is reserved: it is there when the host runs short. The whole bar is the limit: memory beyond it restarts the component, processor time beyond it is withheld.</p>
${table({
  caption: 'Reservation / limit of each component, largest first',
  columns: [
    { title: 'Component' },
    { title: 'Memory' },
    { title: 'MiB', numeric: true },
    { title: 'CPU' },
    { title: 'Cores', numeric: true },
  ],
  rows: amounts.map(({ name, memory, cpu }) => [name, bar(memory, memoryScale), pair(memory), bar(cpu, cpuScale), pair(cpu)]),
  footer: ['Total', '', pair(total(amounts.map(({ memory }) => memory))), '', pair(total(amounts.map(({ cpu }) => cpu)))],
})}`;
}

const amountsOf = ({ name, resources: { limits, reservations } }: ComponentPlan): Amounts => ({
  name,
  memory: { reserved: bytes(reservations.memory) / MIB, limit: bytes(limits.memory) / MIB },
  cpu: { reserved: reservations.cpu, limit: limits.cpu },
});

const total = (amounts: readonly Amount[]): Amount => ({
  reserved: amounts.reduce((sum, { reserved }) => sum + reserved, 0),
  limit: amounts.reduce((sum, { limit }) => sum + limit, 0),
});

// Sums of 0.1 and its like leave digits behind that nobody wrote.
const number = (value: number): string => String(Math.round(value * 100) / 100);

const pair = ({ reserved, limit }: Amount): Html => html`${number(reserved)} <span class="muted">/</span> ${number(limit)}`;

const BAR_WIDTH = 200;

function bar({ reserved, limit }: Amount, scale: number): Html {
  const width = (value: number): number => round((value / scale) * BAR_WIDTH);
  return html`<svg class="bar" viewBox="0 0 ${BAR_WIDTH} 12" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="${BAR_WIDTH}" height="12" rx="2"/><rect class="limit" width="${width(limit)}" height="12" rx="2"/><rect class="reserved" width="${width(reserved)}" height="12" rx="2"/></svg>`;
}
