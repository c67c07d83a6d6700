import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EJSON } from 'bson';

/** The parts of MongoDB's unified test format (schema 1.x) that its CRUD and change-stream tests use. */
export interface TestFile {
  readonly description: string;
  readonly runOnRequirements?: readonly Requirement[];
  readonly createEntities: readonly EntityDefinition[];
  readonly initialData?: readonly CollectionData[];
  readonly tests: readonly UnifiedTest[];
}

export interface UnifiedTest {
  readonly description: string;
  readonly skipReason?: string;
  readonly runOnRequirements?: readonly Requirement[];
  readonly operations: readonly Operation[];
  readonly expectEvents?: readonly ExpectedEvents[];
  readonly outcome?: readonly CollectionData[];
}

export interface Requirement {
  readonly minServerVersion?: string;
  readonly maxServerVersion?: string;
  readonly topologies?: readonly string[];
  readonly auth?: boolean;
}

export interface EntityDefinition {
  readonly client?: {
    readonly id: string;
    readonly observeEvents?: readonly string[];
    readonly ignoreCommandMonitoringEvents?: readonly string[];
    readonly uriOptions?: Document;
  };
  readonly database?: {
    readonly id: string;
    readonly client: string;
    readonly databaseName: string;
    readonly databaseOptions?: Document;
  };
  readonly collection?: {
    readonly id: string;
    readonly database: string;
    readonly collectionName: string;
    readonly collectionOptions?: Document;
  };
}

export interface CollectionData {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly documents: readonly Document[];
}

export interface Operation {
  readonly name: string;
  readonly object: string;
  readonly arguments?: Document;
  readonly ignoreResultAndError?: boolean;
  readonly expectError?: ExpectedError;
  readonly expectResult?: unknown;
  readonly saveResultAsEntity?: string;
}

export interface ExpectedError {
  readonly isError?: boolean;
  readonly isClientError?: boolean;
  readonly errorContains?: string;
  readonly errorCode?: unknown;
  readonly errorCodeName?: string;
  readonly errorLabelsContain?: readonly string[];
  readonly errorLabelsOmit?: readonly string[];
  readonly errorResponse?: Document;
  /** Of a client's bulk write: by the index of the operation. */
  readonly writeErrors?: Record<string, Document>;
  readonly writeConcernErrors?: readonly Document[];
  readonly expectResult?: unknown;
}

export interface ExpectedEvents {
  readonly client: string;
  readonly eventType?: string;
  readonly events: readonly Record<string, Document>[];
  readonly ignoreExtraEvents?: boolean;
}

export type Document = Record<string, unknown>;

/** Reads every test file of a folder, with BSON types as the files say. */
export function readTestFiles(folder: string): { readonly name: string; readonly file: TestFile }[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => ({
      name: basename(name, '.json'),
      file: EJSON.parse(readFileSync(join(folder, name), 'utf8'), { relaxed: true }) as TestFile,
    }));
}

/** Whether a server of this version and one of these topologies meets one of the requirements. */
export function isRunnable(
  requirements: readonly Requirement[] | undefined,
  version: string,
  topology: string,
): boolean {
  if (requirements === undefined) return true;
  return requirements.some(
    ({ minServerVersion, maxServerVersion, topologies, auth }) =>
      (minServerVersion === undefined || compareVersions(version, minServerVersion) >= 0) &&
      (maxServerVersion === undefined || compareVersions(version, maxServerVersion) <= 0) &&
      (topologies === undefined || topologies.includes(topology)) &&
      auth !== true,
  );
}

function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
