import type { EnvironmentConfig } from '../../config/schema/environment';

type Named = Pick<EnvironmentConfig, 'platform' | 'name'>;

/** Prefix of everything that an environment owns: `o11y-dev`. */
export const environmentPrefix = ({ platform, name }: Named): string => `${platform}-${name}`;

/** Name of a container, network or volume: `o11y-dev-prometheus`. */
export const resourceName = (config: Named, part: string): string => `${environmentPrefix(config)}-${part}`;
