import type { MuteTime } from '../../config/schema/alert-routes';
import type { Native } from '../core/native';

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const MIDNIGHT = '24:00';

const dayAfter = (day: (typeof WEEK)[number]): string => WEEK[(WEEK.indexOf(day) + 1) % WEEK.length] ?? day;

/**
 * A time at which routes are silent. Alertmanager knows no range over midnight: that is two, of which the second is on the days after.
 * https://prometheus.io/docs/alerting/latest/configuration/#time_interval
 */
export function renderMuteTime({ name, timeZone, weekdays, from, to }: MuteTime): Native {
  const interval = (start: string, end: string, days: readonly string[]): Native => ({
    times: [{ start_time: start, end_time: end }],
    ...(days.length === 0 ? {} : { weekdays: days }),
    location: timeZone,
  });
  if (from < to) return { name, time_intervals: [interval(from, to, weekdays)] };
  const evening = interval(from, MIDNIGHT, weekdays);
  return { name, time_intervals: to === '00:00' ? [evening] : [evening, interval('00:00', to, weekdays.map(dayAfter))] };
}
