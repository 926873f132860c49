import { lastWords, SHOWN } from '../../../cli/target/last-words';

/** As Tempo, redis_exporter and cAdvisor answer to a flag that they do not have: hundreds of lines. */
const usage = (program: string): readonly string[] => [
  `Usage of ${program}:`,
  ...Array.from({ length: 200 }, (_, index) => [`  -flag.${index} string`, `    \tWhat it is for. (default "${index}")`]).flat(),
];

describe('the last words of a program', () => {
  it('are what is wrong, and not the list of its flags', () => {
    const run = ['flag provided but not defined: -no-such-flag', ...usage('/tempo')];
    expect(lastWords([...run, ...run, ''])).toEqual([run[0], run[0]]);
  });

  it('are the newest, indented or not', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `${index % 2 === 0 ? '' : '  '}line ${index}`);
    expect(lastWords(lines)).toEqual(lines.slice(-SHOWN));
    expect(lastWords(['starting', ...usage('x'), 'level=error msg=failed', '  caused by: y'])).toEqual([
      'starting',
      'level=error msg=failed',
      '  caused by: y',
    ]);
    expect(lastWords(['', ' '])).toEqual([]);
  });
});
