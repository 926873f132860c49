import { Construct } from 'constructs';
import { BlackboxExporter } from '../constructs/exporters/blackbox';
import { Cadvisor } from '../constructs/exporters/cadvisor';
import { KubeStateMetrics } from '../constructs/exporters/kube-state-metrics';
import { NodeExporter } from '../constructs/exporters/node';
import { PostgresExporter } from '../constructs/exporters/postgres';
import { RedisExporter } from '../constructs/exporters/redis';
import { Prometheus } from '../constructs/prometheus';
import { PrometheusOperator } from '../constructs/prometheus/operator';

/** Stores metrics and measures the host, its containers, databases and every component's health. */
export class Metrics extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Prometheus(this);
    new PrometheusOperator(this);
    new NodeExporter(this);
    new KubeStateMetrics(this);
    new Cadvisor(this);
    new RedisExporter(this);
    new PostgresExporter(this);
    new BlackboxExporter(this);
  }
}
