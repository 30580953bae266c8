/** What a workflow that answers at once says of a delivery that it took. */
export interface Acknowledged {
  readonly deliveryId: string;
  readonly executionId: string;
}

/**
 * Posts JSON, one delivery after the other, until the server is gone.
 * @param next what to post, once it is its time
 * @param onAcknowledged told what got a 2xx
 */
export async function postUntilGone<Sent>(
  url: string,
  next: () => Sent | Promise<Sent>,
  onAcknowledged: (answer: Acknowledged, sent: Sent) => void,
): Promise<void> {
  for (;;) {
    const sent = await next();
    try {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(sent) });
      const answer = (await response.json()) as Acknowledged;
      if (response.ok) onAcknowledged(answer, sent);
    } catch {
      return;
    }
  }
}
