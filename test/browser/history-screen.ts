import type { Locator, Page } from 'playwright-core';
import { clickCard } from './click-card.ts';

/** The history as a person sees it. */
export class HistoryScreen {
  readonly page: Page;
  readonly execution: Locator;
  readonly delivery: Locator;

  constructor(page: Page) {
    this.page = page;
    this.execution = page.getByRole('article', { name: 'Execution' });
    this.delivery = page.getByRole('article', { name: 'Delivery' });
  }

  rows(list: 'Executions' | 'Deliveries'): Locator {
    return this.page.getByRole('list', { name: list }).getByRole('link');
  }

  /** Opens the step of a node by its card in the graph. */
  async openStep(name: string): Promise<Locator> {
    const step = this.page.getByRole('region', { name: `Step ${name}`, exact: true });
    await clickCard(this.execution.getByRole('group', { name: new RegExp(`^${name}[,.]`) }), step);
    return step;
  }

  /** What the step took or gave, read from the page. */
  async valueOf(step: Locator, what: 'Input' | 'Output'): Promise<unknown> {
    await step.getByRole('tab', { name: what }).click();
    const panel = step.getByRole('tabpanel', { name: what });
    await panel.getByRole('button', { name: 'Text', exact: true }).click();
    return JSON.parse((await panel.locator('pre').textContent()) ?? '');
  }

  /** Input and output of a node's step, from the page. */
  async stepOf(name: string): Promise<{ input: unknown; output: unknown }> {
    const step = await this.openStep(name);
    await step.getByText('Succeeded').waitFor();
    return { input: await this.valueOf(step, 'Input'), output: await this.valueOf(step, 'Output') };
  }

  /** Goes to the deliveries of a workflow that were refused, opens the newest and finds the reason there. */
  async openRefused(workflow: string, reason: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Deliveries' }).click();
    await this.page.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: 'Refused' });
    await this.rows('Deliveries').filter({ hasText: workflow }).filter({ hasText: reason }).first().click();
    const note = this.delivery.getByRole('alert').filter({ hasText: 'Refused with 401' });
    await note.getByText(reason).waitFor();
    await this.delivery.getByText('None: a refused request is kept, but starts nothing.').waitFor();
  }

  async isStatus(status: string): Promise<void> {
    await this.execution.locator('header').first().getByText(status, { exact: true }).waitFor();
  }
}
