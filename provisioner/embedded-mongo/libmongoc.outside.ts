import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { spawnEmbeddedMongo } from './index.ts';

const run = promisify(execFile);

/**
 * What Open5GS's HSS does through libmongoc: the SQN step as $inc and $bit on an int64, an upsert of the MME's name, and a
 * change stream that it polls while it holds its database lock, so an idle poll must come back within 50 ms.
 */
const PROGRAM = String.raw`
#include <mongoc/mongoc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MUST(what, holds) do { if (!(holds)) { fprintf(stderr, "does not hold: %s (%s)\n", what, error.message); exit(1); } printf("ok %s\n", what); } while (0)

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000.0 + t.tv_nsec / 1e6;
}

static int64_t sqn_of(mongoc_collection_t *c, const bson_t *query) {
  const bson_t *doc;
  bson_iter_t iter, field;
  int64_t sqn = -1;
  mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(c, query, NULL, NULL);
  if (mongoc_cursor_next(cursor, &doc) && bson_iter_init(&iter, doc) &&
      bson_iter_find_descendant(&iter, "security.sqn", &field) && BSON_ITER_HOLDS_INT64(&field))
    sqn = bson_iter_int64(&field);
  mongoc_cursor_destroy(cursor);
  return sqn;
}

int main(int argc, char **argv) {
  bson_error_t error = {0};
  bson_t reply;
  mongoc_init();
  mongoc_client_t *client = mongoc_client_new(argv[1]);
  mongoc_collection_t *c = mongoc_client_get_collection(client, "open5gs", "subscribers");
  bson_t *ping = BCON_NEW("ping", BCON_INT32(1));
  MUST("ping", mongoc_client_command_simple(client, "admin", ping, NULL, NULL, &error));
  bson_t *sim = BCON_NEW("imsi", BCON_UTF8("001010000000001"), "security", "{", "sqn", BCON_INT64(281474976710640), "}");
  MUST("insert", mongoc_collection_insert_one(c, sim, NULL, NULL, &error));
  bson_t *query = BCON_NEW("imsi", BCON_UTF8("001010000000001"));

  bson_t *empty = bson_new();
  bson_t *options = BCON_NEW("fullDocument", BCON_UTF8("updateLookup"));
  mongoc_change_stream_t *stream = mongoc_collection_watch(c, empty, options);
  const bson_t *event, *failed;
  MUST("stream opens empty", !mongoc_change_stream_next(stream, &event) && !mongoc_change_stream_error_document(stream, &error, &failed));

  bson_t *inc = BCON_NEW("$inc", "{", "security.sqn", BCON_INT64(32), "}");
  bson_t *bit = BCON_NEW("$bit", "{", "security.sqn", "{", "and", BCON_INT64(0xffffffffffffLL), "}", "}");
  MUST("inc", mongoc_collection_update_one(c, query, inc, NULL, NULL, &error));
  MUST("int64 beyond 48 bits", sqn_of(c, query) == 281474976710672);
  MUST("bit", mongoc_collection_update_one(c, query, bit, NULL, NULL, &error));
  MUST("int64 wrapped at 48 bits", sqn_of(c, query) == 16);

  bson_t *mme = BCON_NEW("$set", "{", "mme_host", BCON_UTF8("mme.localdomain"), "mme_timestamp", BCON_INT64(1), "purge_flag", BCON_BOOL(false), "}");
  bson_t *upsert = BCON_NEW("upsert", BCON_BOOL(true));
  MUST("upsert on a document that is there", mongoc_collection_update_one(c, query, mme, upsert, NULL, &error));
  MUST("one document", mongoc_collection_count_documents(c, query, NULL, NULL, NULL, &error) == 1);

  int events = 0;
  while (mongoc_change_stream_next(stream, &event)) {
    bson_iter_t iter, field;
    MUST("event has fullDocument.imsi", bson_iter_init(&iter, event) && bson_iter_find_descendant(&iter, "fullDocument.imsi", &field) && BSON_ITER_HOLDS_UTF8(&field));
    MUST("event has updatedFields", bson_iter_init(&iter, event) && bson_iter_find_descendant(&iter, "updateDescription.updatedFields", &field));
    events++;
    if (events == 3) break;
  }
  MUST("three events", events == 3);
  mongoc_change_stream_destroy(stream);

  options = BCON_NEW("fullDocument", BCON_UTF8("updateLookup"));
  stream = mongoc_collection_watch(c, empty, options);
  mongoc_change_stream_next(stream, &event);
  double worst = 0, total = 0;
  for (int poll = 0; poll < 20; poll++) {
    double started = now_ms();
    mongoc_change_stream_next(stream, &event);
    double took = now_ms() - started;
    total += took;
    if (took > worst) worst = took;
  }
  printf("idle poll: %.1f ms on average, %.1f at worst\n", total / 20, worst);
  MUST("an idle poll as the HSS makes it takes no more than 50 ms on average", total / 20 < 50);
  mongoc_change_stream_destroy(stream);

  mongoc_bulk_operation_t *bulk = mongoc_collection_create_bulk_operation_with_opts(c, NULL);
  for (int n = 0; n < 500; n++) mongoc_bulk_operation_update_one_with_opts(bulk, query, inc, NULL, &error);
  MUST("bulk", mongoc_bulk_operation_execute(bulk, &reply, &error));
  MUST("bulk counted exactly", sqn_of(c, query) == 16 + 500 * 32);
  MUST("drop", mongoc_collection_drop(c, &error));
  mongoc_collection_destroy(c);
  mongoc_client_destroy(client);
  mongoc_cleanup();
  printf("all\n");
  return 0;
}
`;

test('libmongoc, the driver of Open5GS (Debian packages libmongoc-dev, gcc and pkg-config), finds a MongoDB', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'libmongoc-'));
  const server = await spawnEmbeddedMongo();
  t.teardown(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const flags = await run('pkg-config', ['--cflags', '--libs', 'libmongoc-1.0']).catch(() =>
    t.fail('install the Debian packages libmongoc-dev and pkg-config'),
  );
  if (typeof flags !== 'object') return;
  const source = join(folder, 'program.c');
  writeFileSync(source, PROGRAM);
  await run('cc', ['-o', join(folder, 'program'), source, ...flags.stdout.trim().split(/\s+/)]);
  const { stdout } = await run(join(folder, 'program'), [server.uri], { timeout: 120_000 });
  t.log(stdout.trim());
  t.true(stdout.trimEnd().endsWith('all'));
});
