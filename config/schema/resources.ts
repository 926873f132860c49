import * as z from 'zod';
import { type ByteSize, byteSizeOfAtLeast, cpuSchema } from '../units';

const memorySchema = byteSizeOfAtLeast('6MiB', 'Docker takes no less');

/** What a component may use at most (`limits`) and what is set aside for it (`reservations`). */
export interface ResourceDefaults {
  readonly limits?: { readonly memory?: ByteSize; readonly cpu?: number };
  readonly reservations?: { readonly memory?: ByteSize; readonly cpu?: number };
}

/**
 * Schema of a component's resources. Default: limits 512 MiB and 0.5 cores, reservations 256 MiB and 0.25 cores.
 * A component that needs other numbers passes them, with the reason beside the call.
 */
export const resourcesSchema = (defaults: ResourceDefaults = {}) =>
  z
    .strictObject({
      limits: z
        .strictObject({
          memory: memorySchema
            .default(defaults.limits?.memory ?? '512MiB')
            .describe('Memory beyond which the component is killed and restarted.'),
          cpu: cpuSchema.default(defaults.limits?.cpu ?? 0.5).describe('Cores beyond which the component is throttled.'),
        })
        .prefault({}),
      reservations: z
        .strictObject({
          memory: memorySchema
            .default(defaults.reservations?.memory ?? '256MiB')
            .describe('Memory that is kept for the component when the host runs short.'),
          cpu: cpuSchema
            .default(defaults.reservations?.cpu ?? 0.25)
            .describe('Share of processor time that the component gets when all compete.'),
        })
        .prefault({}),
    })
    .prefault({});

export type ResourcesConfig = z.output<ReturnType<typeof resourcesSchema>>;

/** Small helpers (exporters, proxies) hold a few megabytes of state: half a gigabyte would only hide a leak. */
export const SMALL: ResourceDefaults = {
  limits: { memory: '64MiB', cpu: 0.2 },
  reservations: { memory: '16MiB', cpu: 0.05 },
};
