import type { Platform } from '../../constructs/core/platform';
import type { StoreUsage } from '../../tuning/usage';
import type { Ask } from '../target/usage';

/** What is measured in one go. */
export interface Measurement {
  readonly platform: Platform;
  readonly ask: Ask;
  readonly lack: Lack;
  /** What was asked for, and what of it there is. */
  readonly windowSeconds: number;
  readonly coveredSeconds: number;
  /** The time over which a rate is formed: four scrapes, or a minute. */
  readonly stepSeconds: number;
}

/** What is written down beside the figures: what is not known, and why. */
export type Lack = (what: string, why: string) => void;

export type Signal = StoreUsage['signal'];
