import * as z from 'zod';
import { byteSizeOfAtLeast } from '../units';
import { calibrationSchema } from './calibration';
import { instanceNameSchema } from './names';

/** Load that is known by its requests: what people plan with. */
const requestsSchema = z.strictObject({
  service: instanceNameSchema.describe('The service, for people: it need not be in the catalogue.'),
  perSecond: z.number().min(0).max(10_000_000).describe('Requests a second on average.'),
  spans: z.number().min(0).max(10_000).default(5).describe('Spans of a request, in this service alone.'),
  logs: byteSizeOfAtLeast('0B', 'a request may log nothing').default('500B').describe('Log lines of a request, uncompressed.'),
});

/** The expected load on average, from which sizes of volumes follow; peaks size the queues (otelCollector.expectedItemsPerSecond). */
export const capacitySchema = z
  .strictObject({
    activeSeries: z.int().min(1_000).max(100_000_000).default(50_000).describe('Time series that are scraped or pushed at one time.'),
    spansPerSecond: z
      .number()
      .min(0)
      .max(1_000_000)
      .default(50)
      .describe('Spans received a second, before sampling, beside those of requests.'),
    logsPerDay: byteSizeOfAtLeast('1MB', 'less is nothing to plan for')
      .default('1GB')
      .describe('Log lines received a day, uncompressed, beside those of requests.'),
    requests: z
      .array(requestsSchema)
      .default([])
      .describe('Load of services by their requests, which adds to spansPerSecond and logsPerDay.'),
    calibration: calibrationSchema.describe('What was measured on the running platform, in place of estimates.'),
    headRoom: z.number().min(0).max(10).default(0.3).describe('Share by which volumes exceed the estimate: 0.3 is 30 % more.'),
  })
  .prefault({});
