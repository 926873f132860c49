import { defineEnvironment } from '../../config/define';
import { TRACE_BACKENDS } from '../../config/schema/traces';
import { type Platform, resolvePlatform } from '../../constructs/core/platform';
import { registry } from '../../constructs/registry';
import { addressingOf } from '../../constructs/targets/addressing';
import { partsOf } from './volume-names';

/**
 * What volumes are called behind their prefix, whatever the configuration: all that has data is on unless it is switched off, but for
 * stores of traces, of which there is one at a time. Pure.
 */
export function everyPart({ components }: Pick<Platform, 'components'>): readonly string[] {
  const variants = TRACE_BACKENDS.map((backend) => defineEnvironment('any', { traces: { backend } }));
  const parts = variants.flatMap((config) => partsOf(resolvePlatform(config, registry, addressingOf(config)).components));
  return [...new Set([...parts, ...partsOf(components)])];
}
