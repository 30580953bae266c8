import { errors, type Locator } from 'playwright-core';

const ATTEMPTS = 6;
const ATTEMPT_MS = 5_000;

/**
 * Clicks a card of a graph until what belongs to it shows. A graph moves once its cards are measured, so that a click
 * right after it appeared may land beside the card; a person clicks again.
 */
export async function clickCard(card: Locator, opens: Locator): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await card.click({ position: { x: 90, y: 16 } });
    try {
      await opens.waitFor({ timeout: ATTEMPT_MS });
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || attempt === ATTEMPTS) throw error;
    }
  }
}
