import test from 'ava';
import { type EmbeddedMongo, spawnEmbeddedMongo } from '../index.ts';
import { EXPECTED_FAILURES } from './expected-failures.ts';
import { type SpecificationName, specificationFolder } from './specifications.ts';
import { isRunnable, readTestFiles } from './unified-format.ts';
import { runUnifiedTest } from './unified-runner.ts';

/** The version that the server poses as; it decides which tests apply. */
const SERVER_VERSION = '8.0.0';

/**
 * Declares an ava test for each unified test of a specification that applies to the embedded server.
 *
 * @param topology - As what the server counts: it poses as `single`, but change streams work as on a `replicaset`.
 * @param least - How many must apply and pass, so that a changed layout of the files cannot pass for success.
 */
export function declareUnifiedSuite(name: SpecificationName, topology: string, least: number): void {
  let server: EmbeddedMongo;
  let passed = 0;
  let applied = 0;
  test.before(async () => {
    server = await spawnEmbeddedMongo();
  });
  test.after.always(() => server?.close());
  const { folder, source } = specificationFolder(name);
  for (const { name: fileName, file } of readTestFiles(folder)) {
    for (const one of file.tests) {
      const runnable = [file.runOnRequirements, one.runOnRequirements].every(requirements =>
        isRunnable(requirements, SERVER_VERSION, topology),
      );
      if (!runnable || one.skipReason !== undefined) continue;
      applied++;
      const title = `${fileName} / ${one.description}`;
      const reason = EXPECTED_FAILURES.get(title);
      test.serial(reason === undefined ? title : `${title} (does not pass: ${reason})`, async t => {
        const failure = await runUnifiedTest(server.uri, file, one);
        if (failure === undefined) passed++;
        if (reason === undefined) t.is(failure, undefined);
        else t.not(failure, undefined, 'passes now: take it off the list of expected failures');
      });
    }
  }
  test.serial(`${name}: at least ${least} passed (tests from ${source})`, t => {
    t.log(`${passed} of ${applied} passed`);
    t.true(passed >= least, `${passed} of ${applied}`);
  });
}
