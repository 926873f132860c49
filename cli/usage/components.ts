import { bytes } from '../../config/units';
import type { ComponentPlan } from '../../constructs/core/component';
import type { ComponentUsage, Level } from '../../tuning/usage';
import type { Surroundings } from '../target/usage';
import type { Measurement } from './model';
import { gauge, processor, throttled } from './queries';

/** Memory and processor of every component against what it may take. */
export const measureComponents = (measurement: Measurement, surroundings: Surroundings): Promise<readonly ComponentUsage[]> =>
  Promise.all(measurement.platform.components.map((plan) => measureComponent(measurement, surroundings, plan)));

async function measureComponent(
  { ask, lack, windowSeconds, stepSeconds }: Measurement,
  surroundings: Surroundings,
  { name: component, product, resources: { limits, reservations } }: ComponentPlan,
): Promise<ComponentUsage> {
  const labels = surroundings.containers(component);
  if (labels === undefined) {
    lack(`memory and processor of ${component}`, 'it has no container');
    return { component, product };
  }
  const memory = `container_memory_working_set_bytes{${labels}}`;
  const cpu = `container_cpu_usage_seconds_total{${labels}}`;
  const kills = surroundings.kills(component, windowSeconds);
  const [memoryNow, memoryAverage, memoryPeak, cpuNow, cpuAverage, cpuPeak, waiting, killed] = await Promise.all([
    ask(gauge.now(memory)),
    ask(gauge.average(memory, windowSeconds)),
    ask(gauge.peak(memory, windowSeconds)),
    ask(processor.now(cpu, stepSeconds)),
    ask(processor.average(cpu, windowSeconds, stepSeconds)),
    ask(processor.peak(cpu, windowSeconds, stepSeconds)),
    ask(throttled(labels, windowSeconds)),
    kills === undefined ? undefined : ask(kills),
  ]);
  const memoryLevel = levelOf([memoryNow, memoryAverage, memoryPeak], bytes(limits.memory), bytes(reservations.memory));
  const cpuLevel = levelOf([cpuNow, cpuAverage, cpuPeak], limits.cpu, reservations.cpu);
  if (memoryLevel === undefined) lack(`memory of ${component}`, NOT_MEASURED);
  if (cpuLevel === undefined) lack(`processor of ${component}`, NOT_MEASURED);
  return {
    component,
    product,
    ...(memoryLevel === undefined ? {} : { memory: memoryLevel }),
    ...(cpuLevel === undefined ? {} : { cpu: cpuLevel }),
    ...(waiting === undefined ? {} : { throttled: waiting }),
    ...(killed === undefined ? {} : { outOfMemoryKills: killed }),
  };
}

const NOT_MEASURED = 'nobody measures its container: cAdvisor is off, or has not seen it yet';

function levelOf(
  [now, average, peak]: readonly [number | undefined, number | undefined, number | undefined],
  limit: number,
  reservation: number,
): Level | undefined {
  if (now === undefined || average === undefined || peak === undefined) return undefined;
  return { now, average, peak: Math.max(now, average, peak), limit, reservation };
}
