/** Lines of a program's log that are kept and shown. */
export const SHOWN = 20;

/** Lines that are asked for: many programs answer to a wrong flag with a list of all of theirs, and what is wrong stands before it. */
export const ASKED = 2_000;

/** Tells, line by line from the oldest on, what is no part of a list of flags as Go's programs print it. https://pkg.go.dev/flag#PrintDefaults */
export function withoutUsage(): (line: string) => boolean {
  let listed = false;
  return (line) => {
    // The list is indented, and what comes after it is not.
    listed = /^Usage of .+:$/.test(line) || (listed && /^\s/.test(line));
    return !listed;
  };
}

/** What a log says last, oldest first. Pure. */
export const lastWords = (lines: readonly string[]): readonly string[] =>
  lines
    .filter((line) => line.trim() !== '')
    .filter(withoutUsage())
    .slice(-SHOWN);
