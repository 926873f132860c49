import type { ReleaseDefinition } from './core/release';

/** Every chart of the toolkit, and what it delivers on Kubernetes. */
export const releaseDefinitions: readonly ReleaseDefinition[] = [];
