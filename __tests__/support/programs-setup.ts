import { endAll } from './processes';

// Ends a test that hangs, and judges no speed: what is waited for has a time of its own (waiting.ts).
jest.setTimeout(600_000);

// Of the file, after all others: it is the first that is defined.
afterAll(endAll);
