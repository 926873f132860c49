/** Grafana's files. Secrets are each alone in a folder, which a cluster mounts whole. */
export const SETTINGS_FILE = '/etc/grafana/grafana.ini';
export const DATA_SOURCES_FILE = '/etc/grafana/provisioning/datasources/platform.yaml';
/** Named otherwise than the data sources: on a cluster both are in one ConfigMap. */
export const DASHBOARDS_FILE = '/etc/grafana/provisioning/dashboards/dashboards.yaml';
export const DASHBOARDS_DIRECTORY = '/etc/grafana/dashboards';
export const ADMIN_PASSWORD_FILE = '/etc/grafana/secrets/admin-password/value';
export const GITHUB_SECRET_FILE = '/etc/grafana/secrets/github/value';
