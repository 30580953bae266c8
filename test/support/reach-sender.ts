import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { TcpSocketConnectOpts } from 'node:net';

// Loaded into a server by `--import`: every host is found on this machine, at the ports that
// SENDER_PORT names, and SENDER_TLS_PORT for HTTPS.
const require = createRequire(import.meta.url);
const dns: typeof import('node:dns/promises') = require('node:dns/promises');
const net: typeof import('node:net') = require('node:net');
const { connect } = net;

Object.assign(dns, { lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
Object.assign(net, {
  connect: (options: TcpSocketConnectOpts) => {
    const port = options.port === 443 ? process.env.SENDER_TLS_PORT : process.env.SENDER_PORT;
    return connect({ ...options, port: Number(port) });
  },
});
syncBuiltinESMExports();
