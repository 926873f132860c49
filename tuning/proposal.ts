import { DAY } from '../config/amounts';
import type { EnvironmentConfig } from '../config/schema/environment';
import { durationText } from './numbers';
import type { Usage } from './usage';

/** How far a measurement can be trusted, by how much of the platform's life it has seen. */
export type Confidence = 'low' | 'medium' | 'high';

/** A value of the configuration that another one would do better for. */
export interface Proposal {
  readonly kind: 'limit' | 'reservation' | 'retention' | 'volume' | 'capacity' | 'sampling';
  /** Path of the value: `loki.resources.limits.memory`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** What was measured, and what follows from it: whole sentences. */
  readonly evidence: string;
  readonly confidence: Confidence;
}

/** What proposals are made from. */
export interface Findings {
  readonly config: EnvironmentConfig;
  readonly usage: Usage;
}

/** A day shows a daily peak, and a week those of weekdays: less than that shows neither. */
export function confidenceOf({ coveredSeconds }: Usage): Confidence {
  if (coveredSeconds >= 7 * DAY * 0.95) return 'high';
  return coveredSeconds >= DAY * 0.95 ? 'medium' : 'low';
}

/** Why a measurement can be trusted no further. */
export function confidenceText(usage: Usage): string {
  const covered = durationText(usage.coveredSeconds);
  switch (confidenceOf(usage)) {
    case 'high':
      return `${covered} were measured: a week or more`;
    case 'medium':
      return `${covered} were measured: a daily peak is in them, those of a week may not be`;
    case 'low':
      return `${covered} were measured: less than a day, in which the daily peak may be missing`;
  }
}

/** The value at a path of plain data; undefined when there is none. */
export const valueAt = (data: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), data);

/** The same plain data with another value at a path. */
export function withValue(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const object = typeof data === 'object' && data !== null ? data : {};
  return { ...object, [key]: withValue(Reflect.get(object, key), rest, value) };
}
