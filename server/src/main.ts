import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end('ok'));
server.listen(4000, '127.0.0.1');
process.once('SIGTERM', () => server.close());
