import { DAY } from '../../config/amounts';
import { coresText } from '../../cost/text';
import { bytesText, durationText, significant } from '../../tuning/numbers';
import type { ComponentUsage, Level, Rate, StoreUsage, Usage } from '../../tuning/usage';
import { mebibyteText, table } from '../terminal/output';

/** What was measured, for people. Pure. */
export function formatUsage(usage: Usage): string {
  const { environment, windowSeconds, coveredSeconds, missing } = usage;
  const covered =
    coveredSeconds < windowSeconds * 0.95
      ? `${durationText(coveredSeconds)} of ${durationText(windowSeconds)}`
      : durationText(windowSeconds);
  return [
    `${environment}, over the last ${covered}`,
    table([['COMPONENT', 'MEMORY NOW', 'PEAK', 'OF', 'CPU NOW', 'PEAK', 'OF', 'THROTTLED'], ...usage.components.map(componentRow)]),
    table([['STORE', 'ON DISK', 'A DAY', 'RETENTION', 'WHEN FULL', 'FREE'], ...usage.stores.map(storeRow)]),
    [...ingestLines(usage), ...sizeLines(usage)].join('\n'),
    ...(missing.length === 0 ? [] : [['Not measured:', ...missing.map(({ what, why }) => `  ${what}: ${why}`)].join('\n')]),
  ].join('\n\n');
}

const UNKNOWN = '-';

function componentRow({ component, memory, cpu, throttled, outOfMemoryKills }: ComponentUsage): readonly string[] {
  const killed = outOfMemoryKills !== undefined && outOfMemoryKills > 0 ? `, killed ${Math.round(outOfMemoryKills)}×` : '';
  return [
    component,
    memory === undefined ? UNKNOWN : mebibyteText(memory.now),
    memory === undefined ? UNKNOWN : `${mebibyteText(memory.peak)} (${shareOf(memory)})${killed}`,
    memory === undefined ? UNKNOWN : mebibyteText(memory.limit),
    cpu === undefined ? UNKNOWN : significant(cpu.now, 2).toString(),
    cpu === undefined ? UNKNOWN : `${significant(cpu.peak, 2)} (${shareOf(cpu)})`,
    cpu === undefined ? UNKNOWN : coresText(cpu.limit),
    throttled === undefined ? UNKNOWN : `${Math.round(100 * throttled)} %`,
  ];
}

const shareOf = ({ peak, limit }: Level): string => `${Math.round((100 * peak) / limit)} %`;

function storeRow({ component, usedBytes, growthBytesPerDay, retentionSeconds, freeBytes, isShared }: StoreUsage): readonly string[] {
  const steady = growthBytesPerDay === undefined ? undefined : (growthBytesPerDay * retentionSeconds) / DAY;
  return [
    component,
    usedBytes === undefined ? UNKNOWN : bytesText(usedBytes),
    growthBytesPerDay === undefined ? UNKNOWN : bytesText(growthBytesPerDay),
    durationText(retentionSeconds),
    steady === undefined ? UNKNOWN : bytesText(steady),
    freeBytes === undefined ? UNKNOWN : `${bytesText(freeBytes)}${isShared ? ', shared' : ''}`,
  ];
}

function ingestLines({ ingest }: Usage): readonly string[] {
  const { activeSeries, samples, spansReceived, spansStored, logLines, logBytes } = ingest;
  const line = (name: string, rate: Rate | undefined, text: (value: number) => string = plain): readonly string[] =>
    rate === undefined ? [] : [`${name.padEnd(22)} ${text(rate.average)} a second, ${text(rate.peak)} at the peak`];
  return [
    ...(activeSeries === undefined
      ? []
      : [`${'active series'.padEnd(22)} ${plain(activeSeries.now)}, ${plain(activeSeries.peak)} at the peak`]),
    ...line('samples', samples),
    ...line('spans received', spansReceived),
    ...line('spans stored', spansStored),
    ...line('log lines', logLines),
    ...line('log bytes', logBytes, bytesText),
  ];
}

function sizeLines({ sizes: { bytesPerSample, bytesPerSpan, bytesPerLogLine, logLineBytes } }: Usage): readonly string[] {
  const line = (name: string, value: number | undefined, more = ''): readonly string[] =>
    value === undefined ? [] : [`${name.padEnd(22)} ${significant(value, 3)}${more}`];
  const smaller =
    bytesPerLogLine === undefined || logLineBytes === undefined || bytesPerLogLine === 0
      ? ''
      : `, of a line of ${significant(logLineBytes, 3)}: ${significant(logLineBytes / bytesPerLogLine, 3)} times smaller`;
  return [
    ...line('bytes per sample', bytesPerSample),
    ...line('bytes per span', bytesPerSpan),
    ...line('bytes per log line', bytesPerLogLine, smaller),
  ];
}

const plain = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en-US') : significant(value, 2).toString());
