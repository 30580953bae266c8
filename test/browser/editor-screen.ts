import type { Locator, Page } from 'playwright-core';
import { clickCard } from './click-card.ts';

/** The editor as a person sees it: everything is found by its name. */
export class EditorScreen {
  readonly page: Page;
  readonly canvas: Locator;
  readonly palette: Locator;
  readonly inspector: Locator;
  readonly data: Locator;

  constructor(page: Page) {
    this.page = page;
    this.canvas = page.getByRole('region', { name: 'Canvas' });
    this.palette = page.getByRole('complementary', { name: 'Node types' });
    this.inspector = page.getByRole('complementary', { name: /^Inspector of / });
    this.data = page.getByRole('region', { name: 'Data', exact: true });
  }

  /** From the list of workflows. */
  async create(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New workflow' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New workflow' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create' }).click();
    await this.canvas.waitFor();
  }

  /** The card of a node. Its name comes first in what screen readers say. */
  node(name: string): Locator {
    return this.canvas.getByRole('group', { name: new RegExp(`^${name}[,.]`) });
  }

  async select(name: string): Promise<void> {
    await clickCard(this.node(name), this.inspectorOf(name));
  }

  inspectorOf(name: string): Locator {
    return this.page.getByRole('complementary', { name: `Inspector of ${name}`, exact: true });
  }

  /** With the keyboard alone: A, a part of its name, Enter. It follows the selected node. */
  async addByKeyboard(search: string): Promise<void> {
    await this.blur();
    await this.page.keyboard.press('a');
    const field = this.palette.getByRole('combobox', { name: 'Search node types' });
    await field.and(this.page.locator(':focus')).waitFor();
    await this.page.keyboard.type(search);
    await this.page.keyboard.press('Enter');
  }

  /** Leaves the field that has the focus: keys belong to it as long. */
  async blur(): Promise<void> {
    await this.page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  }

  /** By the plus at a card. */
  async addByPlus(after: string, label: string): Promise<void> {
    const plus = this.canvas.getByRole('button', { name: `Add a node after ${after}` });
    // The canvas moves to what was added before: on a busy machine it does so under the pointer, which then hits nothing.
    await plus.click();
    const opened = this.#picker.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (!(await opened)) await plus.click();
    await this.pick(label);
  }

  /** Drags a type from the palette to a point of the canvas, given in parts of its width and height. */
  async addByDrag(label: string, x: number, y: number): Promise<void> {
    const box = await boxOf(this.canvas);
    await this.palette.getByRole('option', { name: label }).dragTo(this.canvas, {
      targetPosition: { x: box.width * x, y: box.height * y },
    });
  }

  /** Draws an edge from one card's output to another's input. */
  async connect(from: string, to: string): Promise<void> {
    await this.#drawTo(from, await restingMiddleOf(this.node(to).locator('.react-flow__handle.target')));
    await this.edge(from, to).waitFor({ state: 'attached' });
  }

  /** A level one has no height, so that it does not count as visible. */
  edge(from: string, to: string): Locator {
    return this.canvas.getByRole('group', { name: `From ${from} to ${to}`, exact: true });
  }

  /** Draws an edge to nowhere and chooses there what it leads to. */
  async addByEdge(from: string, label: string): Promise<void> {
    const start = await restingMiddleOf(this.node(from).locator('.react-flow__handle.source'));
    await this.#drawTo(from, { x: start.x + 40, y: start.y + 130 });
    await this.pick(label);
  }

  async pick(label: string): Promise<void> {
    await this.#picker.getByRole('option', { name: label }).click();
  }

  get #picker(): Locator {
    return this.page.getByRole('dialog', { name: 'Add a node here' });
  }

  async rename(name: string): Promise<void> {
    await this.inspector.getByLabel('Name of the node').fill(name);
    await this.page.keyboard.press('Enter');
    await this.inspectorOf(name).waitFor();
  }

  /** Replaces the text of a code field of the inspector, as by pasting. */
  async write(label: string, text: string, nth = 0): Promise<void> {
    await this.field(label, nth).click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }

  field(label: string, nth = 0): Locator {
    return this.inspector.getByRole('textbox', { name: label, exact: true }).nth(nth);
  }

  /** The value that stands below expression fields. */
  preview(text: string): Locator {
    return this.inspector.getByRole('status').filter({ hasText: text });
  }

  async saved(): Promise<void> {
    await this.page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
  }

  /** Copies the trigger URL with its button and reads the clipboard. */
  async copyTriggerUrl(): Promise<string> {
    // While the first request is waited for, it stands on the canvas too.
    await this.page.getByRole('button', { name: 'Copy trigger URL' }).first().click();
    await this.page.getByRole('button', { name: 'Copied' }).waitFor();
    return await this.page.evaluate(() => navigator.clipboard.readText());
  }

  async publish(version: number): Promise<void> {
    await this.page.getByText('No problems', { exact: true }).waitFor();
    await this.page.getByRole('button', { name: 'Publish', exact: true }).click();
    const popover = this.page.getByRole('dialog', { name: `Publish version ${version}` });
    await popover.getByRole('button', { name: 'Publish', exact: true }).click();
    await this.page.getByRole('button', { name: `Published v${version}` }).waitFor();
  }

  async #drawTo(from: string, end: { x: number; y: number }): Promise<void> {
    const { mouse } = this.page;
    const start = await restingMiddleOf(this.node(from).locator('.react-flow__handle.source'));
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await mouse.move(end.x, end.y, { steps: 4 });
    await mouse.up();
  }
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not on the page.');
  return box;
}

/** Where the middle of something is once it moves no more. */
async function restingMiddleOf(locator: Locator): Promise<{ x: number; y: number }> {
  await locator.hover();
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
