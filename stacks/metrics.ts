import type { Construct } from 'constructs';
import { Part } from './part';

/** Stores metrics and measures the host, its containers, databases and every component's health. */
export class Metrics extends Part {
  constructor(scope: Construct, id: string) {
    super(scope, id, 'metrics');
  }
}
