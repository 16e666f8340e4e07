/*
 * The least that takes a webhook and keeps it: one Fastify route, one insert, no log, no checks. What
 * the server is measured against. It reads DATABASE_URL, and tells its parent where it listens.
 */
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const app = Fastify();
await pool.query('create table if not exists bare_deliveries (id text primary key, event text)');
app.post('/api/github/v1/events', async (request, reply) => {
  const { 'x-github-delivery': id, 'x-github-event': event } = request.headers;
  await pool.query('insert into bare_deliveries (id, event) values ($1, $2)', [id, event]);
  return reply.code(202).send();
});
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
