/** What the variables of a dashboard select of all log lines. */
export const LOGS_SELECTED = '{deployment_environment_name=~"$environment", tier=~"$tier", service_name=~"$service"}';

/** Lines that say of themselves that something failed. */
export const FAILED_LINES = '| detected_level=~"error|critical|fatal"';

/** Lines a second. `$__auto` is the length of time that fits the zoom. */
export const lineRate = (by: string, selection: string): string => `sum by (${by}) (rate(${selection} [$__auto]))`;
