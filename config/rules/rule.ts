import type { Problem } from '../errors';
import type { EnvironmentConfig } from '../schema/environment';

/** A rule over several keys. It sees a configuration whose every value is valid on its own. */
export type Rule = (config: EnvironmentConfig) => readonly Problem[];
