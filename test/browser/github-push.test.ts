import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EditorScreen } from './editor-screen.ts';
import { HistoryScreen } from './history-screen.ts';
import { sendGitHubPush } from './send.ts';
import { withWorkbench } from './with-workbench.ts';
import { PATIENCE_MS, type Workbench } from './workbench.ts';

const SECRET = 'It’s a secret to everybody';
const payload = readFileSync(new URL('../fixtures/github-push.json', import.meta.url), 'utf8');
const push = JSON.parse(payload);

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

it(
  'answers a GitHub push by a respond node, drawn by keyboard, and shows it in the history',
  async () => {
    const { target } = bench;
    const page = await bench.openTab('/workflows');

    // The secret is stored before it is used.
    await page.getByRole('link', { name: 'Secrets' }).click();
    await page.getByRole('button', { name: 'New secret' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New secret' });
    await dialog.getByLabel('Name').fill('GITHUB_WEBHOOK_SECRET');
    await dialog.getByLabel('Value').fill(SECRET);
    await dialog.getByRole('button', { name: 'Store' }).click();
    await page.getByRole('list', { name: 'Secrets' }).getByText('GITHUB_WEBHOOK_SECRET', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(SECRET);

    await page.getByRole('link', { name: 'Workflows', exact: true }).click();
    const editor = new EditorScreen(page);
    await editor.create('Deploy what is pushed to main');
    await editor.select('Webhook');
    await editor.inspector.getByRole('combobox', { name: 'Verification' }).selectOption({ label: 'GitHub' });
    await editor.inspector
      .getByRole('combobox', { name: 'Webhook secrets' })
      .selectOption({ label: 'GITHUB_WEBHOOK_SECRET' });
    await editor.inspector.getByRole('combobox', { name: 'Answer the sender' }).selectOption({ label: 'By node' });
    await editor.saved();
    const url = await editor.copyTriggerUrl();
    await sendGitHubPush(url, payload, SECRET);
    await editor.data
      .getByRole('treeitem', { name: /refs\/heads\/main/ })
      .first()
      .waitFor();

    await editor.addByKeyboard('filter');
    await editor.inspectorOf('Filter').waitFor();
    await editor.inspector.getByRole('button', { name: 'Expression', exact: true }).click();
    await editor.write('Expression', "input.ref === 'refs/heads/main' && !input.deleted");
    await editor.preview('true').waitFor();

    await editor.addByKeyboard('transform');
    await editor.inspectorOf('Transform').waitFor();
    await editor.inspector.getByRole('button', { name: 'Expression', exact: true }).click();
    await editor.write('Expression', '({ commit: input.after, by: input.pusher.name, commits: input.commits })');
    await editor.preview('{ commit, by, commits }').waitFor();

    await editor.addByKeyboard('script');
    await editor.inspectorOf('Script').waitFor();
    const code = [
      'const changed = input.commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed]);',
      'return { commit: input.commit.slice(0, 7), by: input.by, changed: [...new Set(changed)].sort() };',
    ];
    await editor.write('Code', code.join('\n'));

    await editor.addByKeyboard('http');
    await editor.inspectorOf('HTTP request').waitFor();
    await editor.write('URL', `${target.url}/deploy/{{ input.commit }}`);

    await editor.addByKeyboard('respond');
    await editor.inspectorOf('Respond').waitFor();
    await editor.write('Status', '202');
    await editor.write(
      'JSON',
      '{ "deploying": "{{ steps.Script.output.commit }}", "receipt": "{{ input.body.receipt }}" }',
    );
    await editor.publish(1);

    const history = new HistoryScreen(await bench.openTab('/executions'));
    await history.page.getByText('Nothing has run yet').waitFor();
    const answer = await sendGitHubPush(url, payload, SECRET);
    expect(answer).toMatchObject({ status: 202, body: { deploying: 'e83a1f9', receipt: 'r-1' } });

    await history.rows('Executions').filter({ hasText: 'Succeeded' }).click();
    await history.isStatus('Succeeded');
    const summary = { commit: push.after, by: 'zoebjork', commits: push.commits };
    const changed = ['CHANGELOG.md', 'docs/old-gate.md', 'src/gate/gate.test.ts', 'src/gate/gate.ts'];
    const deploy = { commit: 'e83a1f9', by: 'zoebjork', changed: [...changed, 'src/gate/unknown-level.ts'] };
    expect(await history.stepOf('Filter')).toEqual({ input: push, output: push });
    expect(await history.stepOf('Transform')).toEqual({ input: push, output: summary });
    expect(await history.stepOf('Script')).toEqual({ input: summary, output: deploy });
    const call = await history.stepOf('HTTP request');
    expect(call.input).toEqual(deploy);
    expect(call.output).toMatchObject({ status: 201, body: { receipt: 'r-1', of: '/deploy/e83a1f9' } });
    expect((await history.stepOf('Respond')).input).toEqual(call.output);
    expect(target.requests).toMatchObject([{ method: 'POST', path: '/deploy/e83a1f9' }]);
    expect(JSON.parse(target.requests[0]?.body ?? '')).toEqual(deploy);

    // A push to another branch is taken, and goes no further than the filter.
    const other = payload.replace('"refs/heads/main"', '"refs/heads/spike"');
    expect(await sendGitHubPush(url, other, SECRET)).toMatchObject({ status: 200, body: { status: 'filtered' } });
    await history.page.getByRole('button', { name: '1 new' }).click();
    await history.rows('Executions').filter({ hasText: 'Filtered' }).click();
    await history.isStatus('Filtered');
    const skipped = await history.openStep('HTTP request');
    await skipped.getByText('No edge that was taken leads here: it did not run.').waitFor();

    expect((await sendGitHubPush(url, payload, 'guessed')).status).toBe(401);
    await history.openRefused(
      'Deploy what is pushed to main',
      'The signature does not fit the body and any of the secrets.',
    );
    await history.delivery.getByText('GitHub: it did not prove who sent it.').waitFor();
    expect(target.requests).toHaveLength(1);
  },
  4 * PATIENCE_MS,
);
