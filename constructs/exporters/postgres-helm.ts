import { charts } from '../../config/versions';
import { chartImage } from '../core/chart-image';
import type { ComponentPlan } from '../core/component';
import { objectName, podLabels, priorityClassName, RESTRICTED_CONTAINER, resourceRequirements, restrictedPod } from '../core/kubernetes';
import type { Native } from '../core/native';
import type { Release } from '../core/release';
import type { ReleaseContext, ReleaseDefinition } from '../core/release-definition';
import { secretVolumes } from '../core/secret-volumes';
import { postgresInstanceOf } from './postgres';

/** A release for each PostgreSQL server. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-postgres-exporter */
export const postgresExporterRelease: ReleaseDefinition = {
  products: ['postgres-exporter'],
  releases: (plans, context) => plans.map((plan) => releaseOf(plan, context)),
};

function releaseOf(plan: ComponentPlan, { config }: ReleaseContext): Release {
  const secrets = secretVolumes(plan);
  const port = plan.endpoints[0]?.port;
  return {
    name: plan.name,
    chart: charts.postgresExporter,
    namespace: 'platform',
    values: {
      fullnameOverride: objectName(config, plan.name),
      image: chartImage(plan.image),
      service: { port, targetPort: port },
      config: { datasource: dataSource(plan, postgresInstanceOf(config, plan)) },
      extraVolumes: secrets.volumes,
      extraVolumeMounts: secrets.mounts,
      podLabels: podLabels(plan.name),
      priorityClassName: priorityClassName(config),
      podSecurityContext: restrictedPod(65_534),
      securityContext: RESTRICTED_CONTAINER,
      resources: resourceRequirements(plan.resources),
      rbac: { create: false },
    },
    delivers: [
      {
        name: plan.name,
        workload: { kind: 'Deployment', name: objectName(config, plan.name), replicas: { min: 1, max: 1 } },
        files: {},
      },
    ],
  };
}

const dataSource = ({ secretFiles }: ComponentPlan, instance: ReturnType<typeof postgresInstanceOf>): Native => ({
  host: instance.host,
  port: String(instance.port),
  database: instance.database,
  user: instance.user,
  sslmode: instance.sslMode,
  passwordFile: secretFiles[0]?.path,
});
