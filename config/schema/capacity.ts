import * as z from 'zod';
import { byteSizeOfAtLeast } from '../units';

/** The expected load on average, from which sizes of volumes follow; peaks size the queues (otelCollector.expectedItemsPerSecond). */
export const capacitySchema = z
  .strictObject({
    activeSeries: z.int().min(1_000).max(100_000_000).default(50_000).describe('Time series that are scraped or pushed at one time.'),
    spansPerSecond: z.number().min(0).max(1_000_000).default(50).describe('Spans received a second, before sampling.'),
    logsPerDay: byteSizeOfAtLeast('1MB', 'less is nothing to plan for').default('1GB').describe('Log lines received a day, uncompressed.'),
    headRoom: z.number().min(0).max(10).default(0.3).describe('Share by which volumes exceed the estimate: 0.3 is 30 % more.'),
  })
  .prefault({});
