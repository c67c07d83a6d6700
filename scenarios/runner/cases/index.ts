export { type BoundFragment, bindFragment, fragmentOf, type Use, useOf, usesIn } from './fragments.ts';
export { fixtureNames, type GivenSpecs, readGiven } from './given.ts';
export { BTS, GIVEN_SHAPES, LAB, SIM, UE } from './given-shapes.ts';
export { type LoadedFile, type LoadOptions, loadFile } from './load-file.ts';
export { findScenarioFiles, joinFiles, type LoadedFiles, loadFiles } from './load-files.ts';
export { DEFAULT_TIMEOUT_MS } from './read-documents.ts';
export { type ReadFile, readFromDisk } from './read-file.ts';
export { readingOf } from './reading.ts';
export * from './scenario-case.ts';
