import { writeSync } from 'node:fs';

// Loaded into a server by `--import`: says at its end what was added to the prototypes that all its values share.
const shared = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Number.prototype];
const membersOf = () => shared.flatMap((prototype) => Reflect.ownKeys(prototype).map(String));
const before = membersOf();

process.on('exit', () => {
  const added = membersOf();
  for (const name of before) added.splice(added.indexOf(name), 1);
  writeSync(2, `Added to prototypes: ${added.join() || 'nothing'}\n`);
});
