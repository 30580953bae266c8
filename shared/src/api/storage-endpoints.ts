import { z } from 'zod';
import { retentionOverride, retentionPolicy } from '../retention.ts';
import { endpoint } from './endpoint.ts';

const id = z.object({ id: z.uuid() });

/** What the instance says of history: limits of each workflow that says nothing of its own, and of all together. */
const instanceRetention = retentionPolicy.extend({
  /** Size of the database beyond which the oldest goes; 0: no limit. */
  mostBytes: z.number().int(),
});

const workflowRetention = z.object({
  /** What it says for itself. */
  own: retentionOverride,
  /** What holds where it says nothing. */
  instance: instanceRetention,
});

const storage = z.object({
  /** Of the database's file, without its log. */
  fileBytes: z.number().int(),
  /** Of these, free for what comes. */
  freeBytes: z.number().int(),
  executions: z.object({
    succeeded: z.number().int(),
    filtered: z.number().int(),
    failed: z.number().int(),
    cancelled: z.number().int(),
    unfinished: z.number().int(),
  }),
  deliveries: z.number().int(),
  /** When the oldest execution was made that ended. */
  oldestExecutionAt: z.iso.datetime().nullable(),
  retention: instanceRetention,
});

const backup = z.object({
  /** Its path on the machine of the server. */
  file: z.string(),
  sizeBytes: z.number().int(),
  /** The key without which the secrets in it cannot be opened; null where MILLRACE_SECRET_KEY holds it. */
  secretKeyFile: z.string().nullable(),
});

const backupName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,100}\.db$/i, 'Use letters, digits, hyphens and underscores, and end with .db.');

/** Calls about what is kept. */
export const storageEndpoints = {
  getStorage: endpoint({
    method: 'GET',
    path: '/api/storage',
    summary: 'What is kept, how large it is, and for how long it is kept',
    response: storage,
  }),
  createBackup: endpoint({
    method: 'POST',
    path: '/api/backups',
    summary: 'Copy the database, as it is now, into the folder `backups` of the data folder',
    /** A name from the time where absent. A file that is there is never replaced. */
    body: z.object({ name: backupName.optional() }).default({}),
    response: backup,
    status: 201,
  }),
  getRetention: endpoint({
    method: 'GET',
    path: '/api/workflows/:id/retention',
    summary: 'For how long the history of a workflow is kept',
    params: id,
    response: workflowRetention,
  }),
  setRetention: endpoint({
    method: 'PUT',
    path: '/api/workflows/:id/retention',
    summary: 'Set for how long the history of a workflow is kept; what is left out goes by the instance',
    params: id,
    body: retentionOverride,
    response: workflowRetention,
  }),
} as const;
