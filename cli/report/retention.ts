import { type Duration, milliseconds } from '../../config/units';
import type { Platform } from '../../constructs/core/platform';
import { type Html, html, identifier } from './html';
import type { Section } from './section';
import { figure, fitText, round, textWidth } from './svg';

/** How long each signal is kept, on one time axis. */
export const retentionSection: Section = { id: 'retention', title: 'Retention', render: renderRetention };

interface Span {
  readonly signal: 'metrics' | 'traces' | 'logs' | 'alerts';
  readonly className: string;
  readonly name: string;
  readonly age: Duration;
  /** The part of the age that is on fast storage. */
  readonly hot?: Duration;
  readonly label: string;
}

const HOUR = milliseconds('1h');
const TICKS: readonly Duration[] = ['1h', '6h', '1d', '3d', '7d', '15d', '30d', '90d', '180d', '365d', '1095d', '3650d'];

const WIDTH = 1192;
const LEFT = 190;
const RIGHT = 190;
const TOP = 30;
const ROW = 46;
const BAR = 20;
const LABEL_SIZE = 12;

function renderRetention(platform: Platform): Html {
  const spans = spansOf(platform);
  const longest = Math.max(milliseconds('1d'), ...spans.map(({ age }) => milliseconds(age)));
  // At least up to the longest age, and on to the next tick.
  const end = TICKS.map(milliseconds).find((tick) => tick >= longest) ?? longest;
  const position = (age: number): number => LEFT + (Math.log(Math.max(age, HOUR) / HOUR) / Math.log(end / HOUR)) * (WIDTH - LEFT - RIGHT);
  const height = TOP + spans.length * ROW + 8;
  return html`<p>The stores delete by themselves. The axis is logarithmic: now at the left, older to the right.</p>
${figure({
  id: `${identifier(platform.config.name)}-retention-drawing`,
  title: 'Retention of each signal',
  description: spans.map(({ name, label }) => `${name}: ${label}.`).join(' '),
  width: WIDTH,
  height,
  content: [
    ...ticks(end, position).map(
      ({ tick, x }) =>
        html`<g class="tick"><line x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${height - 8}"/><text x="${x}" y="${TOP - 14}">${tick}</text></g>\n`,
    ),
    ...spans.map((span, index) => row(platform, span, TOP + index * ROW, position)),
  ],
})}`;
}

/** The ticks up to the axis' end, without those too close to the one before. */
function ticks(end: number, position: (age: number) => number): readonly { readonly tick: Duration; readonly x: number }[] {
  return TICKS.filter((tick) => milliseconds(tick) <= end).map((tick) => ({ tick, x: round(position(milliseconds(tick))) }));
}

function spansOf({ config: { retention } }: Platform): readonly Span[] {
  const { metrics, traces, logs, alerts } = retention;
  return [
    { signal: 'metrics', className: 'role-metrics', name: 'Metrics', age: metrics.time, label: `${metrics.time}, at most ${metrics.size}` },
    { signal: 'traces', className: 'role-traces', name: 'Traces', age: traces, label: traces },
    { signal: 'logs', className: 'role-logs', name: 'Logs', age: logs.total, hot: logs.hot, label: `${logs.total}, hot ${logs.hot}` },
    { signal: 'alerts', className: 'role-alerting', name: 'Alert history', age: alerts, label: alerts },
  ];
}

function row(platform: Platform, { signal, className, name, age, hot, label }: Span, y: number, position: (age: number) => number): Html {
  const stores = platform.components
    .filter(({ retention }) => retention !== undefined && signal in retention)
    .map((component) => component.name);
  const stored = stores.length > 0;
  const end = position(milliseconds(age));
  const bar = (to: number, part: string): Html =>
    html`<rect class="${part}" x="${LEFT}" y="${y + 8}" width="${round(Math.max(2, to - LEFT))}" height="${BAR}" rx="3"/>`;
  return html`<g class="span ${className}"><text class="name" x="0" y="${y + 16}">${name}</text><text class="detail" x="0" y="${y + 33}">${stored ? fitText(stores.join(', '), 11, LEFT - 16) : 'not stored'}</text>${
    stored &&
    html`${bar(end, 'kept')}${hot !== undefined && bar(Math.min(end, position(milliseconds(hot))), 'hot')}<text class="value" x="${round(end + 10)}" y="${y + 22}">${fitText(label, LABEL_SIZE, Math.max(RIGHT - 10, textWidth(age, LABEL_SIZE)))}</text>`
  }</g>\n`;
}
