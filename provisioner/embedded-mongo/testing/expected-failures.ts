/**
 * Unified tests that do not pass, by `file / description`, and why. One that fails and is not here is a failure; so is one
 * that is here and passes.
 */
export const EXPECTED_FAILURES: ReadonlyMap<string, string> = new Map([
  ...list('the driver leaves out bypassDocumentValidation when it is false', [
    'bypassDocumentValidation / Aggregate with $out passes bypassDocumentValidation: false',
    'bypassDocumentValidation / BulkWrite passes bypassDocumentValidation: false',
    'bypassDocumentValidation / FindOneAndReplace passes bypassDocumentValidation: false',
    'bypassDocumentValidation / FindOneAndUpdate passes bypassDocumentValidation: false',
    'bypassDocumentValidation / InsertMany passes bypassDocumentValidation: false',
  ]),
  ...list('the driver tells a partial result of zeros where the specification wants none', [
    'client-bulkWrite-partialResults / partialResult is unset when first operation fails during an ordered bulk write (verbose)',
    'client-bulkWrite-partialResults / partialResult is unset when first operation fails during an ordered bulk write (summary)',
    'client-bulkWrite-partialResults / partialResult is unset when all operations fail during an unordered bulk write',
  ]),
  ...list('the driver replaces an _id of null by an ObjectId', [
    'create-null-ids / inserting _id with type null via insertOne',
    'create-null-ids / inserting _id with type null via insertMany',
    'create-null-ids / inserting _id with type null via bulkWrite',
    'create-null-ids / inserting _id with type null via clientBulkWrite',
  ]),
  ...list('views are not supported', [
    'estimatedDocumentCount / estimatedDocumentCount works correctly on views',
    'change-streams-showExpandedEvents / when showExpandedEvents is true, create events on views are reported',
  ]),
]);

function list(reason: string, names: readonly string[]): [string, string][] {
  return names.map(name => [name, reason]);
}
