import type { Locator, Page } from 'playwright-core';

/** The panel of the test cases in the editor, as a person sees it. */
export class TestsScreen {
  readonly page: Page;
  readonly panel: Locator;
  readonly differences: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('region', { name: 'Tests', exact: true });
    this.differences = this.panel.getByRole('list', { name: 'Differences' }).getByRole('listitem');
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: /^Tests/ }).click();
    await this.panel.waitFor();
  }

  /** Something that can be done with the open case. */
  async choose(action: string): Promise<void> {
    await this.panel.getByRole('button', { name: /^Actions for / }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  async run(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Run tests' }).click();
  }

  /** Waits until the head says so of all cases together. */
  async stand(words: string): Promise<void> {
    await this.panel.getByRole('status').getByText(words, { exact: true }).waitFor();
  }
}
