/**
 * Options of products whose programs no test can start, as the products document them: those that the toolkit renders, and
 * their neighbours.
 */

/**
 * Tempo 2.10.8: https://github.com/grafana/tempo/blob/v2.10.8/docs/sources/tempo/configuration/manifest.md, and for
 * `stream_over_http_enabled` https://github.com/grafana/tempo/blob/v2.10.8/docs/sources/tempo/api_docs/_index.md.
 * Tempo refuses a file with any other key.
 */
export const TEMPO_OPTIONS: readonly string[] = [
  'target',
  'stream_over_http_enabled',
  'server.http_listen_address',
  'server.http_listen_port',
  'server.grpc_listen_port',
  'server.log_format',
  'server.log_level',
  'server.grpc_server_max_recv_msg_size',
  'server.grpc_server_max_send_msg_size',
  // The receivers are the collector's: https://opentelemetry.io/docs/collector/configuration/
  'distributor.receivers.*',
  'ingester.max_block_duration',
  'ingester.max_block_bytes',
  'ingester.trace_idle_period',
  'compactor.disabled',
  'compactor.compaction.block_retention',
  'compactor.compaction.compacted_block_retention',
  'compactor.compaction.compaction_window',
  'storage.trace.backend',
  'storage.trace.local.path',
  'storage.trace.s3.bucket',
  'storage.trace.s3.endpoint',
  'storage.trace.s3.region',
  'storage.trace.s3.access_key',
  'storage.trace.s3.secret_key',
  'storage.trace.s3.insecure',
  'storage.trace.s3.forcepathstyle',
  'storage.trace.gcs.bucket_name',
  'storage.trace.azure.storage_account_name',
  'storage.trace.azure.storage_account_key',
  'storage.trace.azure.container_name',
  'storage.trace.azure.use_federated_token',
  'storage.trace.azure.use_managed_identity',
  'storage.trace.wal.path',
  'query_frontend.search.max_duration',
  'usage_report.reporting_enabled',
];

/** Grafana 13: https://github.com/grafana/grafana/blob/main/conf/defaults.ini, by section. */
export const GRAFANA_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  analytics: ['reporting_enabled', 'check_for_updates', 'check_for_plugin_updates', 'feedback_links_enabled'],
  auth: ['disable_login', 'disable_login_form', 'disable_signout_menu'],
  'auth.anonymous': ['enabled', 'org_name', 'org_role', 'hide_version', 'device_limit'],
  dashboards: ['versions_to_keep', 'min_refresh_interval', 'default_home_dashboard_path'],
  log: ['mode', 'level', 'filters', 'user_facing_default_error'],
  'log.console': ['level', 'format'],
  metrics: ['enabled', 'interval_seconds', 'disable_total_stats', 'basic_auth_username', 'basic_auth_password'],
  news: ['news_feed_enabled'],
  plugins: ['plugin_admin_enabled', 'preinstall', 'preinstall_sync', 'preinstall_disabled', 'preinstall_auto_update', 'disable_plugins'],
  // https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/github/#configuration-options
  'auth.github': [
    'enabled',
    'name',
    'client_id',
    'client_secret',
    'auth_url',
    'token_url',
    'api_url',
    'scopes',
    'allow_sign_up',
    'auto_login',
    'allowed_organizations',
    'allowed_domains',
    'team_ids',
    'role_attribute_path',
    'role_attribute_strict',
    'org_mapping',
    'skip_org_role_sync',
    'allow_assign_grafana_admin',
    'use_refresh_token',
  ],
  security: ['admin_user', 'admin_password', 'admin_email', 'secret_key', 'disable_gravatar', 'cookie_secure', 'cookie_samesite'],
  server: ['http_addr', 'http_port', 'domain', 'root_url', 'serve_from_sub_path', 'enable_gzip'],
  snapshots: ['enabled', 'external_enabled'],
  users: ['allow_sign_up', 'allow_org_create', 'default_theme', 'default_language', 'home_page'],
};
