import type { Severity } from '../config/schema/alert-rules';
import type { EnvironmentConfig } from '../config/schema/environment';
import type { Duration } from '../config/units';
import type { Parts } from './parts';

/** A series that is computed once, for all who read it. https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: Duration;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
  readonly name: string;
  readonly interval?: Duration;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/** What an alert is about, from which follow its owner and its label service_name. */
export type Subject =
  /** A service, by the label service_name: its owner is in the catalogue. */
  | 'service'
  /** A component of the platform, by the label job. */
  | 'component'
  /** Anything else that the platform's team looks after. */
  | 'platform';

/** An alert before its labels and links. */
export interface Alert {
  /** What everybody knows it by: unique, never renamed. */
  readonly alert: string;
  /** Whether something emits what it reads. */
  readonly when: boolean;
  readonly expr: string;
  readonly for?: Duration;
  readonly severity: Severity;
  readonly about: Subject;
  /** One line, for a chat. Go template. */
  readonly summary: string;
  /** What is measured, with its value. Go template. */
  readonly description: string;
  /** Uid of the dashboard where to look. */
  readonly dashboard: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The alert of another name about the same thing, but worse, and the labels in which the two agree: while that fires, this one is no news. */
  readonly earlyWarningOf?: { readonly alert: string; readonly equal: readonly string[] };
}

/** A recording rule, and whether something emits what it reads. */
export interface Recording extends RecordingRule {
  readonly when: boolean;
}

/** What a concern has, whether its parts are on or not: names are known either way. */
export interface Group {
  readonly name: string;
  readonly interval?: Duration;
  readonly recordings?: readonly Recording[];
  readonly alerts?: readonly Alert[];
}

/** What rules are made from. */
export interface RuleContext {
  readonly config: EnvironmentConfig;
  readonly parts: Parts;
  readonly thresholds: EnvironmentConfig['alerting']['rules']['thresholds'];
}

/** The rules of one concern. Pure. */
export type Concern = (context: RuleContext) => Group;
