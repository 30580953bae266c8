// JavaScript, as are the files it imports: loading Node's type stripper would add a tenth of a second to every start.
import { buildIfStale } from './build-if-stale.js';

process.env.NODE_ENV ??= 'production';
buildIfStale();
// In this very process: a signal sent to it reaches the server, and nothing else has to start.
await import(new URL('../dist/main.js', import.meta.url).href);
