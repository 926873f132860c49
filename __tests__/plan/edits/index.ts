import { alerting } from './alerting';
import { collection } from './collection';
import { components } from './components';
import type { Edit } from './edit';
import { stores } from './stores';

/** Edits of every kind that a user makes, each with what Terraform plans for it; __tests__/e2e/plan.test.ts asks Terraform itself. */
export const edits: readonly Edit[] = [...stores, ...collection, ...components, ...alerting];
