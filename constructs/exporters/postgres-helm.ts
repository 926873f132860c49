import { charts } from '../../config/versions';
import { chartImage } from '../core/chart-image';
import type { ComponentPlan } from '../core/component';
import { releaseEach } from '../core/component-release';
import { objectName, podLabels, priorityClassName, RESTRICTED_CONTAINER, resourceRequirements, restrictedPod } from '../core/kubernetes';
import type { Native } from '../core/native';
import { secretVolumes } from '../core/secret-volumes';
import { postgresInstanceOf } from './postgres';

/** A release for each PostgreSQL server. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-postgres-exporter */
export const postgresExporterRelease = releaseEach('postgres-exporter', (plan, { config }) => {
  const secrets = secretVolumes(plan);
  const port = plan.endpoints[0]?.port;
  return {
    chart: charts.postgresExporter,
    values: {
      fullnameOverride: objectName(config, plan.name),
      image: chartImage(plan.image),
      service: { port, targetPort: port },
      config: { datasource: dataSource(plan, postgresInstanceOf(config, plan)) },
      extraVolumes: secrets.volumes,
      extraVolumeMounts: secrets.mounts,
      podLabels: podLabels(config, plan.name),
      priorityClassName: priorityClassName(config),
      podSecurityContext: restrictedPod(65_534),
      securityContext: RESTRICTED_CONTAINER,
      resources: resourceRequirements(plan.resources),
      rbac: { create: false },
    },
    kind: 'Deployment',
  };
});

const dataSource = ({ secretFiles }: ComponentPlan, instance: ReturnType<typeof postgresInstanceOf>): Native => ({
  host: instance.host,
  port: String(instance.port),
  database: instance.database,
  user: instance.user,
  sslmode: instance.sslMode,
  passwordFile: secretFiles[0]?.path,
});
