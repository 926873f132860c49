import { businessCases } from './business';
import type { AlertCase } from './case';
import { containerCases } from './containers';
import { databaseCases } from './databases';
import { hostCases } from './hosts';
import { platformCases } from './platform';
import { serviceCases } from './services';

/** How every alert behaves. */
export const alertCases: readonly AlertCase[] = [
  ...serviceCases,
  ...databaseCases,
  ...businessCases,
  ...hostCases,
  ...containerCases,
  ...platformCases,
];
