import * as z from 'zod';
import { type AddressForm, readAddress } from '../address';

/** Schema of an address of a form. Every key of the configuration that holds one has it. */
export const addressSchema = (form: AddressForm) =>
  z
    .string({ error: `must be an address such as "${form.example}"` })
    .meta({ title: 'address' })
    .superRefine((text, context) => {
      const read = readAddress(text, form);
      if ('rule' in read) context.addIssue({ code: 'custom', message: read.rule });
    });

/** Where something is posted to. A password in it would be in the files of the platform for all to read. */
const webAddress = (example: string, credentials: string): AddressForm => ({
  example,
  schemes: { http: 80, https: 443 },
  port: 'optional',
  credentials,
  path: {
    // Nobody is sent what is behind #, and Go cannot decode each %.
    pattern: /^(?:[/?](?:[^\s\p{Cc}\p{Cf}#%\\]|%[0-9a-fA-F]{2})*)?$/u,
    rule: 'must have a path without spaces and #, and with two hexadecimal digits behind each %',
  },
});

export const WEBHOOK = webAddress('https://hooks.example.com/alerts', 'use the key urlSecret');
export const REMOTE_WRITE = webAddress('https://mimir.example.com/api/v1/push', 'use the key authentication');

/** https://github.com/oliver006/redis_exporter#command-line-flags */
export const REDIS_ADDRESS: AddressForm = {
  example: 'redis://redis:6379',
  schemes: { redis: 6379, rediss: 6379 },
  port: 'optional',
  path: { pattern: /^(?:\/\d{0,3})?$/, rule: 'must have nothing behind the host but the number of a database' },
  credentials: 'use the key password',
};

export const MAIL_SERVER: AddressForm = {
  example: 'smtp.example.com:587',
  port: 'required',
  credentials: 'use the keys user and password',
};

/** Of object storage: its clients take neither a scheme nor a path. */
export const OBJECT_STORAGE: AddressForm = { example: 'minio.example.com:9000', port: 443, credentials: 'use the key accessKey' };

export const DATABASE_HOST: AddressForm = { example: 'postgres', port: 'none', credentials: 'use the keys user and password' };

export const CHART_REGISTRY: AddressForm = {
  example: 'oci://registry.example.com/charts',
  schemes: { oci: undefined },
  port: 'optional',
  path: { pattern: /^(?:\/[\w.-]+)*$/, rule: 'must have a path of letters, digits, dots, hyphens and underscores' },
  credentials: 'sign in with helm registry login',
};
