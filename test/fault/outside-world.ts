import { setTimeout as sleep } from 'node:timers/promises';
import { listenForEffects, type Seen } from '@millrace/server/src/engine/reference/effect-server.ts';
import { listenMail } from '@millrace/server/src/outbound/mail-server.ts';

/** How a server took the answer that an execution waits for. */
export interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
}

/** What came of one step of one execution, a mail as well as a request. */
export type Arrived = Pick<Seen, 'times' | 'keys' | 'values'>;

/**
 * What the workflow of every kind of node reaches outside: a server for its requests, one for its mails, and somebody who
 * answers at the URLs where it waits, again until the answer is taken.
 * @param mayAnswer waited for before each answer
 */
export async function openOutside(mayAnswer: () => Promise<void> = async () => undefined) {
  const mail = await listenMail();
  const answers = new Map<string, Promise<void>>();
  const answered: Answered[] = [];
  let taken = 0;
  const gone = new AbortController();
  const answer = async (url: string): Promise<void> => {
    for (;;) {
      // Sometimes before it is waited for.
      await sleep(Math.random() * 60, undefined, { signal: gone.signal });
      await mayAnswer();
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: '"yes"' }).catch(() => undefined);
      if (!response) continue;
      answered.push({ status: response.status, retryAfter: response.headers.get('retry-after') });
      await response.arrayBuffer();
      if (response.status === 503) continue;
      taken++;
      return;
    }
  };
  const effects = await listenForEffects(async ({ answerAt }) => {
    if (answerAt !== undefined && !answers.has(answerAt))
      answers.set(
        answerAt,
        answer(answerAt).catch(() => undefined),
      );
    await sleep(Math.random() * 20);
  });
  const mails = new Map<string, Arrived>();
  let counted = 0;
  const mailOf = (run: string): Arrived | undefined => {
    for (; counted < mail.taken.length; counted++) {
      const head = mail.taken[counted]?.head ?? '';
      const subject = /^Subject: (.*)$/m.exec(head)?.[1]?.trim() ?? '';
      const seen = mails.get(subject) ?? { times: 0, keys: new Set(), values: [] };
      seen.keys.add(/^Message-ID: (.*)$/im.exec(head)?.[1]?.trim());
      mails.set(subject, { ...seen, times: seen.times + 1 });
    }
    return mails.get(run);
  };
  return {
    target: effects.origin,
    mailPort: mail.port,
    /** Of one step, by its name. */
    arrived: (run: string, step: string): Arrived | undefined =>
      step === 'mail' ? mailOf(run) : effects.of(run).get(step),
    answered,
    /** How many executions said where they wait, and were not answered yet. */
    unanswered: () => answers.size - taken,
    async close() {
      gone.abort();
      await Promise.all(answers.values());
      await Promise.all([effects.close(), mail.close()]);
    },
  };
}
export type Outside = Awaited<ReturnType<typeof openOutside>>;
