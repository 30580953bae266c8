import { expect, it } from 'vitest';
import { importProblem } from './import-rule.ts';

it.each([
  ['web/src/app/main.tsx', '@millrace/shared/workflow'],
  ['web/src/app/main.tsx', 'react'],
  ['web/src/app/main.tsx', './app.css'],
  ['server/src/http/hooks.ts', '../intake/intake.ts'],
  ['server/src/engine/engine.ts', '../store/store.ts'],
  ['server/src/engine/engine.test.ts', '../store/sqlite/sqlite-store.ts'],
  ['server/src/nodes/script.ts', '../sandbox/sandbox.ts'],
  ['server/src/nodes/script.ts', '../secrets/vault.ts'],
  ['server/src/store/sqlite/reader.ts', 'better-sqlite3'],
  ['server/src/main.ts', './store/sqlite/sqlite-store.ts'],
  ['server/src/main.ts', './http/app.ts'],
  ['test/faults/crash.test.ts', '../../server/src/store/sqlite/sqlite-store.ts'],
])('lets %s import %s', (from, specifier) => {
  expect(importProblem(from, specifier)).toBeUndefined();
});

it.each([
  ['web/src/app/main.tsx', '../../../server/src/config.ts', 'web does not import server'],
  ['web/src/app/main.tsx', '@millrace/server/config', 'web does not import server'],
  ['web/src/app/main.tsx', '../../../shared/src/workflow.ts', 'instead of its path'],
  ['web/src/app/main.tsx', './app', 'extension'],
  ['shared/src/workflow.ts', '@millrace/server/config', 'shared does not import server'],
  ['server/src/engine/engine.ts', '../http/app.ts', 'nothing imports http'],
  ['server/src/live/live-events.ts', '../http/app.ts', 'nothing imports http'],
  ['server/src/engine/engine.ts', '../intake/intake.ts', 'engine does not import intake'],
  ['server/src/nodes/script.ts', '../engine/engine.ts', 'nodes does not import engine'],
  ['server/src/sandbox/sandbox.ts', '../outbound/outbound.ts', 'sandbox does not import outbound'],
  ['server/src/engine/engine.ts', '../store/sqlite/reader.ts', 'the store is reached through'],
  ['server/src/engine/engine.ts', 'better-sqlite3', 'only server/src/store/sqlite/ imports better-sqlite3'],
  ['server/src/nodes/http-request.ts', 'undici', 'only server/src/outbound/ imports undici'],
])('refuses that %s imports %s', (from, specifier, problem) => {
  expect(importProblem(from, specifier)).toContain(problem);
});
