import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';

// The yardstick of the intake: Express that reads, verifies and parses a webhook, and keeps nothing.
const port = Number(process.argv[2]);
const app = express().disable('x-powered-by').set('etag', false);
app.post('/hooks/:slug', express.raw({ type: () => true, limit: '1mb' }), (request, response) => {
  const digest = createHmac('sha256', 'secret').update(request.body).digest();
  const given = Buffer.from(request.get('x-signature') ?? '', 'hex');
  if (given.length !== digest.length || !timingSafeEqual(given, digest)) {
    response.status(401).end();
    return;
  }
  JSON.parse(request.body);
  response.json({ id: 0 });
});
app.listen(port, '127.0.0.1');
