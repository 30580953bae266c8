import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), 'millrace-bench-node-red');

/** Installs Node-RED outside of the workspace, once. */
const install = async (): Promise<void> => {
  if (existsSync(join(folder, 'node_modules/node-red'))) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const { status } = spawnSync('npm', ['install', 'node-red', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('Node-RED could not be installed from the npm registry.');
};

/** http-in → switch → change → function → response: the same work as the five-node workflow. */
const flow = [
  { id: 't', type: 'tab', label: 'order' },
  { id: 'in', type: 'http in', z: 't', name: '', url: '/order', method: 'post', upload: false, wires: [['sw']] },
  {
    id: 'sw',
    type: 'switch',
    z: 't',
    property: 'payload.amount',
    propertyType: 'msg',
    rules: [{ t: 'gt', v: '1000', vt: 'num' }],
    checkall: 'true',
    outputs: 1,
    wires: [['ch']],
  },
  {
    id: 'ch',
    type: 'change',
    z: 't',
    rules: [
      { t: 'set', p: 'order', pt: 'msg', to: 'payload', tot: 'msg' },
      { t: 'set', p: 'payload', pt: 'msg', to: '{}', tot: 'json' },
      { t: 'set', p: 'payload.email', pt: 'msg', to: 'order.customer.email', tot: 'msg' },
      { t: 'set', p: 'payload.orderId', pt: 'msg', to: 'order.id', tot: 'msg' },
    ],
    wires: [['fn']],
  },
  {
    id: 'fn',
    type: 'function',
    z: 't',
    func: 'msg.payload.total = msg.order.items.reduce((sum, item) => sum + item.price * item.quantity, 0);\nreturn msg;',
    outputs: 1,
    wires: [['out']],
  },
  { id: 'out', type: 'http response', z: 't', statusCode: '200', headers: {}, wires: [] },
];

/** Starts Node-RED with that flow at `/order` and without its editor. */
export const startNodeRed = async (port: number): Promise<{ process: ChildProcess; url: string }> => {
  await install();
  const user = await mkdtemp(join(tmpdir(), 'millrace-bench-flow-'));
  await writeFile(join(user, 'flows.json'), JSON.stringify(flow));
  await writeFile(
    join(user, 'settings.js'),
    `module.exports = { uiPort: ${port}, uiHost: '127.0.0.1', flowFile: 'flows.json', httpAdminRoot: false, disableEditor: true, telemetry: { enabled: false }, logging: { console: { level: 'warn' } } };`,
  );
  const child = spawn(process.execPath, [join(folder, 'node_modules/node-red/red.js'), '--userDir', user], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { process: child, url: `http://127.0.0.1:${port}/order` };
};
