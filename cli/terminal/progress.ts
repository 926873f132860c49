import { coloursFor } from './output';
import { describeRow, type Row, type Rows } from './rows';

/** Tells people what is going on, on standard error: standard output is the result's. */
export interface Progress {
  /** Shows that a piece of work is going on until it has ended. The work may change what is shown beside the title. */
  readonly phase: <T>(title: string, work: (update: (text: string) => void) => Promise<T>) => Promise<T>;
  /** Shows rows that change until the work has ended. The work says when all of them are known: there is nothing to show before. */
  readonly rows: <T>(title: string, work: (show: (rows: Rows, complete: boolean) => void) => Promise<T>) => Promise<T>;
}

/** Live on a terminal, a line for each thing that happens elsewhere. */
export const createProgress = (stream: NodeJS.WriteStream = process.stderr): Progress =>
  stream.isTTY ? liveProgress(stream) : lineProgress(stream);

/** A phase is announced when it takes longer than this (ms): what is over at once need not be read. */
const WORTH_A_LINE_MS = 500;

function lineProgress(stream: NodeJS.WritableStream): Progress {
  const write = (line: string): void => {
    stream.write(`${line}\n`);
  };
  return {
    phase: async (title, work) => {
      let said = '';
      const timer = setTimeout(() => write(`${title}…`), WORTH_A_LINE_MS);
      try {
        return await work((text) => {
          if (text !== '' && text !== said) write(`${title}: ${text}`);
          said = text;
        });
      } finally {
        clearTimeout(timer);
      }
    },
    rows: async (title, work) => {
      write(`${title}…`);
      let before: Rows = new Map();
      return work((rows) => {
        for (const line of changedLines(before, rows)) write(line);
        before = rows;
      });
    },
  };
}

/** The lines that say what is different: a row that has started or ended. Pure but for the time. */
function changedLines(before: Rows, after: Rows): readonly string[] {
  return [...after.values()]
    .filter((row) => row.state !== 'planned' && row.state !== before.get(row.title)?.state)
    .map((row) => (row.state === 'running' ? `${row.title}  ${row.verb.now}…` : `${row.title}  ${describeRow(row, Date.now())}`));
}

const REDRAW_MS = 500;

function liveProgress(stream: NodeJS.WriteStream): Progress {
  return {
    phase: async (title, work) => {
      const { promise, resolve, reject } = deferred<void>();
      const list = await startList(stream, [{ title, until: promise }]);
      try {
        const result = await work((text) => list.setTitle(0, text === '' ? title : `${title}: ${text}`));
        resolve();
        return result;
      } catch (error) {
        reject(error);
        throw error;
      } finally {
        await list.ended;
      }
    },
    rows: async (title, work) => {
      const planning = deferred<void>();
      const plan = await startList(stream, [{ title, until: planning.promise }]);
      let rows: Rows = new Map();
      let shown: Promise<ChangeList> | undefined;
      const run = work((current, complete) => {
        rows = current;
        if (complete && shown === undefined) {
          planning.resolve();
          shown = plan.ended.then(() => showRows(stream, () => rows));
        }
      });
      try {
        return await run;
      } finally {
        planning.resolve();
        await plan.ended;
        await (await shown)?.end();
      }
    },
  };
}

interface ChangeList {
  readonly end: () => Promise<void>;
}

/** Draws the rows anew twice a second, and marks each as it ends. */
async function showRows(stream: NodeJS.WriteStream, current: () => Rows): Promise<ChangeList> {
  const titles = [...current().keys()];
  const width = Math.max(0, ...titles.map((title) => title.length));
  const ends = titles.map(() => deferred<void>());
  const list = await startList(
    stream,
    titles.map((title, index) => ({ title, until: ends[index]?.promise ?? Promise.resolve() })),
  );
  const draw = (row: Row | undefined, index: number): void => {
    if (row === undefined) return;
    list.setTitle(index, `${row.title.padEnd(width)}  ${coloursFor(stream).dim(describeRow(row, Date.now()))}`);
    if (row.state === 'done') ends[index]?.resolve();
    if (row.state === 'failed' || row.state === 'stopped') ends[index]?.reject(new Error('failed'));
  };
  const drawAll = (): void => {
    const rows = current();
    titles.forEach((title, index) => {
      draw(rows.get(title), index);
    });
  };
  const timer = setInterval(drawAll, REDRAW_MS);
  return {
    end: async () => {
      clearInterval(timer);
      drawAll();
      // What has neither ended nor failed was not reached.
      for (const { reject } of ends) reject(new Error('not reached'));
      await list.ended;
    },
  };
}

interface ListItem {
  readonly title: string;
  readonly until: Promise<void>;
}

interface List {
  readonly setTitle: (index: number, title: string) => void;
  /** Never fails. */
  readonly ended: Promise<void>;
}

async function startList(stream: NodeJS.WriteStream, items: readonly ListItem[]): Promise<List> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const setters: ((title: string) => void)[] = [];
  const list = new Listr(
    items.map(({ title, until }, index) => ({
      title,
      task: async (_: unknown, task: { title: string }): Promise<void> => {
        setters[index] = (text) => {
          task.title = text;
        };
        await until;
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      // Ctrl-C is the command's own business: work under way must come to its end.
      registerSignalListeners: false,
      forceTTY: true,
      collectErrors: false,
      rendererOptions: {
        showErrorMessage: false,
        collapseErrors: false,
        logger: new ListrLogger({ processOutput: new ProcessOutput(stream, stream) }),
      },
    },
  );
  // The command itself reports what went wrong; the list only marks it.
  const ended = list.run().then(
    () => {},
    () => {},
  );
  return { setTitle: (index, title) => setters[index]?.(title), ended };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

function deferred<T>(): Deferred<T> {
  let [resolve, reject]: [Deferred<T>['resolve'], Deferred<T>['reject']] = [() => {}, () => {}];
  const promise = new Promise<T>((onResolve, onReject) => {
    [resolve, reject] = [onResolve, onReject];
  });
  // Whoever waits for it hears of it; nobody need wait.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
