import { MIB } from './amounts';

/**
 * Bytes of a message between two programs of the platform, uncompressed: what each of them takes. Prometheus reads no more of a request, whatever
 * it is told: https://github.com/prometheus/prometheus/blob/v3.13.5/storage/remote/codec.go. All other sizes follow from this one.
 */
export const MESSAGE_BYTES = 32 * MIB;

/** Bytes of a batch at most. The next program's limit is higher, since what is sent on has more attributes. */
export const BATCH_BYTES = (MESSAGE_BYTES * 3) / 4;

/**
 * Bytes that a sender may hand over at once. It is less than a batch, so that a single record always fits into one: what does not is given up, with
 * all that came with it.
 */
export const RECEIVED_BYTES = (MESSAGE_BYTES * 5) / 8;

/** Bytes after which a batch waits for no more. */
export const FULL_BATCH_BYTES = MIB / 2;

/** As gRPC servers are told. */
export const mebibytesOf = (size: number): number => size / MIB;

/** How many attributes of a log record are kept, and of its resource. */
const ATTRIBUTES = 128;

const ATTRIBUTE_BYTES = 16 * 1024;

/** What is kept of the attributes of a log record: longer values are cut as its line is, and no record is refused for what is around its line. */
export const LOG_ATTRIBUTES = {
  each: ATTRIBUTES,
  /** Bytes of a value. */
  value: ATTRIBUTE_BYTES,
  /** What the store takes: what is short enough to be left as it is may be a map of many keys, but of fewer than it has bytes. */
  entries: ATTRIBUTE_BYTES,
  bytes: 4 * ATTRIBUTES * ATTRIBUTE_BYTES,
} as const;
