import type { ComponentPlan, Endpoint } from '../../constructs/core/component';

/** An endpoint as it is reached from this machine. */
export interface Place {
  readonly component: ComponentPlan;
  readonly endpoint: Endpoint;
  /** `http://127.0.0.1:9090` */
  readonly url: string;
}

/** The store behind a data source of one of these types, or undefined when it is off. */
export const placeOfSource = (places: readonly Place[], types: readonly NonNullable<Endpoint['dataSource']>[]): Place | undefined =>
  places.find(({ endpoint }) => endpoint.dataSource !== undefined && types.includes(endpoint.dataSource));

/** Where services send OTLP over HTTP, or undefined when the collector is off. */
export const placeOfOtlp = (places: readonly Place[]): Place | undefined => places.find(({ endpoint }) => endpoint.name === 'otlp-http');
