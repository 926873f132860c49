import { type ByteSize, bytes } from '../../config/units';
import { at, text } from '../lenient';
import { componentsOf, deliveryNamed } from './context';

/** Cores and bytes that are set aside. */
export interface Reservations {
  readonly cpu: number;
  readonly memory: number;
}

/** What all components have reserved, with all instances that there may be; what runs on every node is counted for one. Throws nothing. */
export function reservationsOf(platform: unknown): Reservations {
  const all = componentsOf(platform).map((component) => {
    const instances = Number(at(deliveryNamed(platform, text(component['name'])), 'workload', 'replicas', 'max') ?? 1);
    const reservations = at(component, 'resources', 'reservations');
    return { cpu: instances * (Number(at(reservations, 'cpu') ?? 0) || 0), memory: instances * bytesOf(at(reservations, 'memory')) };
  });
  return { cpu: all.reduce((sum, { cpu }) => sum + cpu, 0), memory: all.reduce((sum, { memory }) => sum + memory, 0) };
}

function bytesOf(value: unknown): number {
  try {
    return bytes(value as ByteSize);
  } catch {
    return 0;
  }
}
